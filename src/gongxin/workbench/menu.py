"""What stands in the menu of a desk: the pages that the account may have, and that are of use to its role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import may
from gongxin.accounts.roles import OF_DEPARTMENTS, Role
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gongxin.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the desk: its title, the name of its address, what it takes to have it, and for whom it is made;
    ``of_persons`` are for accounts of natural persons only."""

    title: _StrPromise
    address: str
    action: Action
    roles: frozenset[Role] = frozenset(Role)
    of_persons: bool = False

    def is_for(self, account: Account) -> bool:
        """Whether the account may have the page, and it is made for such an account."""
        person = account.subject_id.startswith(person_digest.PREFIX)
        return account.role in self.roles and (person or not self.of_persons) and may(account, self.action)


_SUBJECT = frozenset({Role.SUBJECT})
_OFFICES = OF_DEPARTMENTS | {Role.AUDITOR}
_LOOKING_UP = frozenset(Role) - {Role.SUBJECT, Role.ADMINISTRATOR, Role.AUDITOR}

PLACES = (
    Place(_("My file"), "workbench:my-file", Action.SEE_WHOLE_FILE, _SUBJECT),
    Place(_("My cases"), "workbench:my-cases", Action.LIST_CASES, _SUBJECT),
    Place(_("Who looked me up"), "workbench:my-queries", Action.SEE_QUERIES, _SUBJECT),
    Place(_("Consents"), "workbench:my-consents", Action.GIVE_CONSENT, _SUBJECT, of_persons=True),
    Place(_("Queue"), "workbench:queue", Action.LIST_CASES, _OFFICES),
    Place(_("Due"), "workbench:due", Action.SEE_DUE),
    Place(_("Journal"), "workbench:journal", Action.SEE_JOURNAL),
    Place(_("Interviews"), "workbench:interviews", Action.DECIDE_CASE, OF_DEPARTMENTS),
    Place(_("Campaigns"), "workbench:campaigns", Action.DECIDE_CASE, OF_DEPARTMENTS),
    Place(_("Opinions"), "workbench:opinions", Action.SEE_JOURNAL, OF_DEPARTMENTS),
    Place(_("Notices"), "workbench:notices", Action.SEE_NOTICES),
    Place(_("Look up"), "workbench:look-up", Action.SEE_WHOLE_FILE, _LOOKING_UP),
    Place(_("Accounts"), "workbench:accounts", Action.KEEP_ACCOUNTS),
    Place(_("Changes of accounts"), "workbench:account-log", Action.SEE_ACCOUNT_LOG),
    Place(_("Departments"), "workbench:departments", Action.KEEP_ACCOUNTS),
    Place(_("Users of records"), "workbench:consumers", Action.KEEP_CONSUMERS),
    Place(_("My account"), "workbench:own-account", Action.KEEP_OWN_ACCOUNT),
)


def places_for(account: Account) -> list[Place]:
    """The pages of the account's desk, the one it starts with first."""
    return [place for place in PLACES if place.is_for(account)]

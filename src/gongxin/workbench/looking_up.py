"""Looking a subject up behind the login: whom is meant, what this reader may see, and the line that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.accounts.actions import Action
from gongxin.accounts.models import Consent
from gongxin.accounts.permissions import require_subject
from gongxin.accounts.query_log import log_query
from gongxin.accounts.roles import OVERSEEING, Role
from gongxin.exchange.models import Consumer
from gongxin.exchange.supplies import supplied
from gongxin.pages import conclusions
from gongxin.subjects.identifiers import person_digest, resident_id

if TYPE_CHECKING:
    from datetime import date, datetime

    from gongxin.accounts.models import Account
    from gongxin.pages.conclusions import CreditFile
    from gongxin.reports.report import Entry, ItemEntries

#: Subjects offered where a name may mean several.
_CANDIDATES = 12

#: Who works on whole files; everybody else sees what is displayed or shared.
_SEES_ALL = OVERSEEING | {Role.SUBJECT}


@dataclass(frozen=True)
class Meant:
    """A subject that may be meant, and what it is called on the page."""

    subject_id: str
    called: str


def meant_by(sought: str, authorisation: str) -> list[Meant]:
    """The subjects that are meant: by code, by name, by a person's identity number, or by the number of a receipt of
    consent given as authorisation. An identity number is digested at once and goes no further."""
    if not sought:
        consent = Consent.objects.filter(number=authorisation).first()
        return [] if consent is None else [Meant(consent.subject_id, consent.number)]
    if resident_id.is_valid(sought):
        subject_id = person_digest.person_subject_id(sought, conclusions.workspace().digest_key)
        return [Meant(subject_id, "")]
    found = conclusions.search(sought, most=_CANDIDATES).found
    return [Meant(one.subject_id, f"{one.name or '—'} ({one.subject_id})") for one in found]


def look_up(
    account: Account, subject_id: str, *, purpose: str, authorisation: str, as_of: date, at: datetime
) -> CreditFile:
    """The file for this reader: the look-up is noted first, then what was supplied.

    Errors: ``query-without-purpose``, ``not-allowed``, ``person-without-authorisation``, ``unknown-subject``.
    """
    require_subject(account, Action.SEE_WHOLE_FILE, subject_id, authorisation=authorisation, as_of=as_of)
    log_query(account, subject_id, purpose=purpose, authorisation=authorisation, on=as_of, at=at)
    file = conclusions.credit_file(subject_id, as_of, whole=True)
    consumer = consumer_of(account)
    if consumer is not None:
        seen = {entry.record_id: subject_id for _, entries in groups_for(account, file) for entry in entries}
        supplied(consumer, seen, as_of)
    return file


def groups_for(account: Account, file: CreditFile) -> list[tuple[ItemEntries, list[Entry]]]:
    """The records of the file that the reader sees, by catalogue item."""
    whole = account.role in _SEES_ALL
    groups = (
        (group, [one for one in group.entries if whole or one.standing.displayed or one.standing.shared])
        for group in file.groups()
    )
    return [(group, entries) for group, entries in groups if entries]


def consumer_of(account: Account) -> str | None:
    """The code of the consumer that an account receives records for: its own, or its department's if that is one."""
    if account.consumer:
        return account.consumer
    if account.department is None:
        return None
    there = Consumer.objects.filter(code=account.department.code, active=True)
    return account.department.code if there.exists() else None

"""What can be done on the platform, and which role may do it.

Every page, every command of the office and every call into casework names its action; the suite tries every role
against every one. Whether a role may is said here; whether *this* account may *here* (its own subject, its own
department's case) is asked in :mod:`gongxin.accounts.permissions`.
"""

from __future__ import annotations

from enum import StrEnum

from gongxin.accounts.roles import Role


class Action(StrEnum):
    """One thing that can be done."""

    SEARCH = "search"
    SEE_PUBLIC_FILE = "see-public-file"
    SEE_WHOLE_FILE = "see-whole-file"  # also what is not displayed; of an organisation
    SEE_PERSON = "see-person"  # a natural person's file: one's own, or with an authorisation
    SEE_CASE = "see-case"
    LIST_CASES = "list-cases"
    OPEN_CASE = "open-case"
    HAND_IN_PAPER = "hand-in-paper"
    MOVE_CASE = "move-case"
    DECIDE_CASE = "decide-case"
    SEE_DUE = "see-due"
    SEE_JOURNAL = "see-journal"
    SEE_QUERIES = "see-queries"  # who looked a subject up
    GIVE_CONSENT = "give-consent"
    SEE_CONSENTS = "see-consents"
    KEEP_CONSUMERS = "keep-consumers"
    ACKNOWLEDGE_NOTICE = "acknowledge-notice"
    SEE_NOTICES = "see-notices"
    KEEP_ACCOUNTS = "keep-accounts"
    KEEP_OWN_ACCOUNT = "keep-own-account"  # password, second factor, language


_PUBLIC = frozenset({Action.SEARCH, Action.SEE_PUBLIC_FILE})
_SIGNED_IN = _PUBLIC | {Action.KEEP_OWN_ACCOUNT}
_ON_CASES = frozenset({Action.SEE_CASE, Action.LIST_CASES, Action.OPEN_CASE, Action.HAND_IN_PAPER, Action.MOVE_CASE})
_DEPARTMENT = _SIGNED_IN | _ON_CASES | {Action.SEE_WHOLE_FILE, Action.DECIDE_CASE, Action.SEE_DUE, Action.SEE_NOTICES}

#: What each role may do; ``None`` is the public, who has not signed in.
MAY: dict[Role | None, frozenset[Action]] = {
    None: _PUBLIC,
    Role.CREDIT_OFFICE: _DEPARTMENT
    | {Action.SEE_JOURNAL, Action.SEE_QUERIES, Action.KEEP_CONSUMERS, Action.ACKNOWLEDGE_NOTICE},
    Role.SOURCE_DEPARTMENT: _DEPARTMENT | {Action.ACKNOWLEDGE_NOTICE},
    Role.SUPERVISING_DEPARTMENT: _DEPARTMENT | {Action.ACKNOWLEDGE_NOTICE},
    Role.SUBJECT: _SIGNED_IN
    | _ON_CASES
    | {Action.SEE_WHOLE_FILE, Action.SEE_PERSON, Action.SEE_QUERIES, Action.GIVE_CONSENT, Action.SEE_CONSENTS},
    Role.AUTHORISED_USER: _SIGNED_IN
    | {Action.SEE_WHOLE_FILE, Action.SEE_PERSON, Action.ACKNOWLEDGE_NOTICE, Action.SEE_NOTICES},
    Role.RATING_AGENCY: _SIGNED_IN | {Action.SEE_WHOLE_FILE, Action.ACKNOWLEDGE_NOTICE, Action.SEE_NOTICES},
    Role.AUDITOR: _SIGNED_IN
    | {
        Action.SEE_CASE,
        Action.LIST_CASES,
        Action.SEE_WHOLE_FILE,
        Action.SEE_DUE,
        Action.SEE_JOURNAL,
        Action.SEE_QUERIES,
        Action.SEE_CONSENTS,
        Action.SEE_NOTICES,
    },
    Role.ADMINISTRATOR: _SIGNED_IN | {Action.KEEP_ACCOUNTS, Action.KEEP_CONSUMERS},
}

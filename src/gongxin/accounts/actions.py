"""What can be done on the platform, and which role may do it.

Every page, every command of the office and every call into casework names its action; the suite tries every role
against every one. Whether a role may is said here; whether *this* account may *here* (its own subject, its own
department's case) is asked in :mod:`gongxin.accounts.permissions`.
"""

from __future__ import annotations

from enum import StrEnum

from gongxin.accounts.roles import Role
from gongxin.errors import Message


class Action(StrEnum):
    """One thing that can be done."""

    SEARCH = "search"
    SEE_PUBLIC_FILE = "see-public-file"
    SEE_WHOLE_FILE = "see-whole-file"  # also what is not displayed; of an organisation
    SEE_PERSON = "see-person"  # a natural person's file: one's own, or with an authorisation
    SEE_MOVED_RECORD = "see-moved-record"  # one that stood under a subject and never was its own
    SEE_CASE = "see-case"
    LIST_CASES = "list-cases"
    OPEN_CASE = "open-case"
    HAND_IN_PAPER = "hand-in-paper"
    MOVE_CASE = "move-case"
    DECIDE_CASE = "decide-case"
    SEE_DUE = "see-due"
    SEE_JOURNAL = "see-journal"
    SEE_QUERIES = "see-queries"  # who looked a subject up
    PURGE_QUERIES = "purge-queries"  # entries whose term of keeping is over
    GIVE_CONSENT = "give-consent"  # and withdraw it
    SEE_CONSENTS = "see-consents"
    KEEP_CONSUMERS = "keep-consumers"
    ACKNOWLEDGE_NOTICE = "acknowledge-notice"
    SEE_NOTICES = "see-notices"
    KEEP_ACCOUNTS = "keep-accounts"  # and departments
    SEE_ACCOUNT_LOG = "see-account-log"  # what was done to accounts, and by whom
    KEEP_OWN_ACCOUNT = "keep-own-account"  # password, second factor, language

    @property
    def called(self) -> Message:
        """What the action is called."""
        return _TITLES[self]


#: What anybody may, signed in or not.
PUBLIC = frozenset({Action.SEARCH, Action.SEE_PUBLIC_FILE})

_SIGNED_IN = PUBLIC | {Action.KEEP_OWN_ACCOUNT}
_ON_CASES = frozenset({Action.SEE_CASE, Action.LIST_CASES, Action.OPEN_CASE, Action.HAND_IN_PAPER, Action.MOVE_CASE})
_OF_DEPARTMENTS = (
    _SIGNED_IN
    | _ON_CASES
    | {Action.SEE_WHOLE_FILE, Action.SEE_PERSON, Action.DECIDE_CASE, Action.SEE_DUE}
    | {Action.SEE_NOTICES, Action.ACKNOWLEDGE_NOTICE}
)
_OF_CONSUMERS = _SIGNED_IN | {Action.SEE_WHOLE_FILE, Action.SEE_NOTICES, Action.ACKNOWLEDGE_NOTICE}

#: What each role may do; ``None`` is the public, who has not signed in.
MAY: dict[Role | None, frozenset[Action]] = {
    None: PUBLIC,
    Role.CREDIT_OFFICE: _OF_DEPARTMENTS
    | {Action.SEE_MOVED_RECORD, Action.SEE_JOURNAL, Action.SEE_QUERIES, Action.KEEP_CONSUMERS},
    Role.SOURCE_DEPARTMENT: _OF_DEPARTMENTS | {Action.SEE_MOVED_RECORD},
    Role.SUPERVISING_DEPARTMENT: _OF_DEPARTMENTS,
    Role.SUBJECT: _SIGNED_IN
    | _ON_CASES
    | {Action.SEE_WHOLE_FILE, Action.SEE_PERSON, Action.SEE_MOVED_RECORD}
    | {Action.SEE_QUERIES, Action.GIVE_CONSENT, Action.SEE_CONSENTS},
    Role.AUTHORISED_USER: _OF_CONSUMERS | {Action.SEE_PERSON},
    Role.RATING_AGENCY: _OF_CONSUMERS,
    Role.AUDITOR: _SIGNED_IN
    | {
        Action.SEE_CASE,
        Action.LIST_CASES,
        Action.SEE_WHOLE_FILE,
        Action.SEE_MOVED_RECORD,
        Action.SEE_DUE,
        Action.SEE_JOURNAL,
        Action.SEE_QUERIES,
        Action.SEE_CONSENTS,
        Action.SEE_NOTICES,
        Action.SEE_ACCOUNT_LOG,
    },
    Role.ADMINISTRATOR: _SIGNED_IN
    | {Action.KEEP_ACCOUNTS, Action.SEE_ACCOUNT_LOG, Action.KEEP_CONSUMERS, Action.PURGE_QUERIES},
}

_TITLES = {
    Action.SEARCH: Message(zh="查找主体", en="look for a subject"),
    Action.SEE_PUBLIC_FILE: Message(zh="查看公示的信用档案", en="see what a file shows to the public"),
    Action.SEE_WHOLE_FILE: Message(zh="查看完整信用档案", en="see a whole credit file"),
    Action.SEE_PERSON: Message(zh="查看自然人信用档案", en="see a natural person's file"),
    Action.SEE_MOVED_RECORD: Message(zh="查看已移出的错归记录", en="see a record moved away from a file"),
    Action.SEE_CASE: Message(zh="查看办件", en="see a case"),
    Action.LIST_CASES: Message(zh="查看办件列表", en="list cases"),
    Action.OPEN_CASE: Message(zh="提出申请", en="open a case"),
    Action.HAND_IN_PAPER: Message(zh="提交材料", en="hand in a paper"),
    Action.MOVE_CASE: Message(zh="办理办件", en="move a case on"),
    Action.DECIDE_CASE: Message(zh="作出决定", en="decide a case"),
    Action.SEE_DUE: Message(zh="查看到期事项", en="see what is due"),
    Action.SEE_JOURNAL: Message(zh="查看当日日志", en="see a day's journal"),
    Action.SEE_QUERIES: Message(zh="查看查询记录", en="see who looked a subject up"),
    Action.PURGE_QUERIES: Message(zh="清理满期的查询记录", en="purge queries kept long enough"),
    Action.GIVE_CONSENT: Message(zh="作出或撤回同意", en="give or withdraw consent"),
    Action.SEE_CONSENTS: Message(zh="查看同意回执", en="see receipts of consent"),
    Action.KEEP_CONSUMERS: Message(zh="管理数据使用方", en="keep the consumers of records"),
    Action.ACKNOWLEDGE_NOTICE: Message(zh="确认收到通知", en="acknowledge a notice"),
    Action.SEE_NOTICES: Message(zh="查看通知", en="see notices"),
    Action.KEEP_ACCOUNTS: Message(zh="管理账户与部门", en="keep accounts and departments"),
    Action.SEE_ACCOUNT_LOG: Message(zh="查看账户变更日志", en="see what was done to accounts"),
    Action.KEEP_OWN_ACCOUNT: Message(zh="管理本人账户", en="keep one's own account"),
}


def roles_that_may(action: Action) -> list[Role]:
    """The roles that may do it, in the order of their list."""
    return [role for role in Role if action in MAY[role]]

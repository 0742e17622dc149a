"""Tables of the room."""

from gongxin.accounts.models.account import Account, AccountManager
from gongxin.accounts.models.change import AccountChange, Change
from gongxin.accounts.models.consent import Consent, KeyDestruction, SealedValue
from gongxin.accounts.models.failures import Failures
from gongxin.accounts.models.query_log import Query

__all__ = [
    "Account",
    "AccountChange",
    "AccountManager",
    "Change",
    "Consent",
    "Failures",
    "KeyDestruction",
    "Query",
    "SealedValue",
]

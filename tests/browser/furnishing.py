"""``python -m tests.browser.furnishing``: people and departments for a small town, in the office of ``GONGXIN_HOME``.

Run as a process of its own, since Django works on one office a process. Prints nothing; the town's passwords are one.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tests.browser.town import BRIDGE_CODE, MARKET, SWALLOW_CODE

from gongxin.ledger import Ledger
from gongxin.office.setup import open_office
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from gongxin.accounts.models import Account

#: A citizen of whom nothing is on file: the digest of no number.
CITIZEN = "person:" + "7d" * 16

#: What everybody of the town signs in with.
PASSWORD = "a-quiet-lake-in-june"


def furnish(workspace: Workspace) -> None:
    """张工 of the engineering firm, 孙经理 of the taxi company, the clerks 李 and 周 of market regulation, 王 of the
    credit office, 陈 of a bank, the administrator, and 何女士, a citizen who lets the bank look her up. The bank and a
    search service received all records in April."""
    open_office(workspace)
    from gongxin.accounts.models import Account
    from gongxin.exchange.consumers import add_consumer
    from gongxin.exchange.supplies import supplied
    from gongxin.office.models import Department

    market = Department.objects.create(code="market", name=MARKET, source=MARKET)
    add_consumer("bank", "云泽农村商业银行", "bank", name_en="Yunze Rural Commercial Bank")
    add_consumer("search", "云泽企业查询", "third-party", name_en="Yunze company search")
    for consumer in ("bank", "search"):
        supplied(consumer, _records(workspace), date(2026, 4, 1))
    for username, name, role, more in (
        ("zhang", "张工", "subject", {"subject_id": BRIDGE_CODE}),
        ("sun", "孙经理", "subject", {"subject_id": SWALLOW_CODE}),
        ("li", "李", "source-department", {"department": market}),
        ("zhou", "周", "source-department", {"department": market}),
        ("wang", "王", "credit-office", {}),
        ("he", "何女士", "subject", {"subject_id": CITIZEN}),
        ("chen", "陈", "authorised-user", {"consumer": "bank"}),
        ("root", "管理员", "administrator", {}),
    ):
        account = Account(username=username, name=name, role=role, **more)
        account.set_password(PASSWORD)
        account.save()
    _let_the_bank_look(workspace, Account.objects.get(username="he"))


def _let_the_bank_look(workspace: Workspace, citizen: Account) -> None:
    from gongxin.accounts import consents
    from gongxin.accounts.consent_text import consent_text

    given_on = date(2026, 8, 3)
    text = consent_text(workspace.law(), "query.bank", given_on)
    consents.give(workspace, text, by=citizen, as_of=given_on, at=datetime(2026, 8, 3, 9, tzinfo=UTC))


def _records(workspace: Workspace) -> dict[str, str]:
    """All records on file: record to subject."""
    ledger = Ledger.open(workspace)
    with ledger.snapshot() as snapshot, ledger.connect() as connection:
        snapshot.attach(connection)
        return dict(connection.execute("SELECT record_id, subject_id FROM record").fetchall())


if __name__ == "__main__":
    furnish(Workspace.open(os.environ["GONGXIN_HOME"]))

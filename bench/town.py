"""An invented town for benches of casework: a ledger of penalties, an office, the people who work in it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from gongxin.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.accounts.models import Account
    from gongxin.workspace import Workspace

MARKET = "云泽市市场监督管理局"
DAY = date(2026, 8, 20)
AT = datetime(2026, 8, 20, 1, tzinfo=UTC)


def subject_of(number: int) -> str:
    """The firm of that number."""
    return f"91990100MA{number:08}"


def record_of(number: int) -> str:
    """The record of that number: one a firm."""
    return f"{number:032x}"


def take_in(workspace: Workspace, firms: int) -> None:
    """A ledger with so many firms and a general penalty on each."""
    records = [_penalty(number) for number in range(firms)]
    subjects = [_firm(number) for number in range(firms)]
    with (
        duckdb.connect(config={"threads": 1}) as connection,
        Ledger.open(workspace).begin(item="cn.penalty", source=MARKET, as_of=date(2026, 6, 1)) as batch,
    ):
        for table, rows in (("subject", subjects), ("record", records)):
            connection.register("rows_in", pa.Table.from_pylist(rows))
            batch.append(table, connection, "SELECT * FROM rows_in")
        batch.commit({"total": firms}, "0" * 64, synthetic=True)


def _firm(number: int) -> dict[str, Any]:
    return {
        "subject_id": subject_of(number),
        "kind": "enterprise",
        "name": f"云泽市第{number}商贸有限公司",
        "scheme": "uscc",
        "registered": True,
        "synthetic": True,
        "source": MARKET,
    }


def _penalty(number: int) -> dict[str, Any]:
    doc_no = f"云市监罚〔2026〕{number}号"
    return {
        "record_id": record_of(number),
        "version": 1,
        "content": f"{number:032x}",
        "subject_id": subject_of(number),
        "subject_kind": "enterprise",
        "item": "cn.penalty",
        "source": MARKET,
        "doc_no": doc_no,
        "kinds": ["fine"],
        "amount": 20000,
        "procedure": "ordinary",
        "severity": "general",
        "determined_on": date(2026, 5, 11),
        "payload": json.dumps({"doc_no": doc_no, "kinds": "fine", "decided_on": "2026-05-11"}),
    }


def open_town_office(workspace: Workspace) -> None:
    """Open the office, and see that the clerk of market regulation is there."""
    from gongxin.office.setup import open_office

    open_office(workspace)
    from gongxin.accounts.models import Account
    from gongxin.office.models import Department

    market, _ = Department.objects.get_or_create(code="market", defaults={"name": MARKET, "source": MARKET})
    Account.objects.get_or_create(
        username="li", defaults={"name": "李", "role": "source-department", "department": market}
    )


def agent_of(number: int) -> Account:
    """The account that acts for a firm."""
    from gongxin.accounts.models import Account

    found, _ = Account.objects.get_or_create(
        username=f"firm-{number}", defaults={"name": "代理人", "role": "subject", "subject_id": subject_of(number)}
    )
    return found


def clear_office(folder: Path) -> None:
    """Take an office of an earlier run away."""
    import shutil

    shutil.rmtree(folder / "office", ignore_errors=True)

"""Consumers, notices and the outbox at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.casework.conftest import ENGINEERS, penalty, record_id, subject, take_in
from tests.casework.test_outbox import effect

from gongxin.cli.main import main

if TYPE_CHECKING:
    from tests.office_fixture import Office

FINE = record_id("fine-of-may")


@pytest.fixture
def yunze(office: Office) -> Office:
    """The office with a penalty on file, a credit officer, a bank's clerk and an agent."""
    from gongxin.accounts.models import Account

    records = [penalty("fine-of-may", ENGINEERS, "2026-05-11"), penalty("fine-of-2019", ENGINEERS, "2019-02-01")]
    take_in(
        office.workspace, "cn.penalty", "云泽市市场监督管理局", records, [subject(ENGINEERS, "云泽市澄湖工程有限公司")]
    )
    Account.objects.create(username="wang", name="王", role="credit-office")
    Account.objects.create(username="yu", name="于", role="authorised-user", consumer="lakes-bank")
    Account.objects.create(username="lu", name="陆", role="authorised-user", consumer="reed-bank")
    Account.objects.create(username="zhang", name="张", role="subject", subject_id=ENGINEERS)
    return office


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    main([*words, "--json"])
    return json.loads(capsys.readouterr().out)


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main([*words, "--json"])
    assert isinstance(left.value.code, int)
    return left.value.code, json.loads(capsys.readouterr().err)["error"]["rule"]


def decided() -> None:
    from datetime import UTC, date, datetime

    from django.db import transaction

    from gongxin.accounts.models import Account
    from gongxin.casework import outbox
    from gongxin.casework.models import Case, Step

    day = date(2026, 8, 20)
    with transaction.atomic():
        case = Case.objects.create(
            number="R-1", kind="repair", procedure="p", edition=day, subject_id=ENGINEERS, state="s", state_since=day,
            opened_on=day, opened_by=Account.objects.get(username="zhang"), closed_on=day,
        )  # fmt: skip
        at = datetime(2026, 8, 20, 1, tzinfo=UTC)
        step = Step.objects.create(case=case, place=0, move="grant", to_state="s", actor="source", on=day, at=at)
        outbox.put(step, [effect("repaired")])


@pytest.mark.slow
def test_a_bank_is_given_a_file_told_of_a_repair_and_acknowledges(
    yunze: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    day = ("--as-of", "2026-08-20")
    run(capsys, "consumer", "add", "lakes-bank", "云泽湖畔银行", "--kind", "bank", "--as", "wang")
    supply = ("consumer", "supply", "lakes-bank", ENGINEERS, *day, "--as", "wang")
    assert run(capsys, *supply) == {"consumer": "lakes-bank", "records": 1, "new": 1}, "what has expired is not shared"
    assert run(capsys, *supply)["new"] == 0

    decided()
    (waits,) = run(capsys, "outbox", "--as", "wang")["entries"]
    assert (waits["case"], waits["effects"], waits["batch"]) == (
        "R-1",
        [{"effect": "repaired", "record_id": FINE}],
        None,
    )
    (written,) = run(capsys, "outbox", "deliver", *day)["entries"]
    assert written["batch"] == 2
    assert run(capsys, "outbox", "--as", "wang") == {"entries": []}
    assert run(capsys, "outbox", "deliver", *day) == {"entries": []}

    (notice,) = run(capsys, "consumer", "notices", "lakes-bank", "--as", "yu")["notices"]
    assert (notice["change"], notice["case_no"], notice["delivered"]) == ("repaired", "R-1", True)
    (listed,) = run(capsys, "consumer", "still-showing", *day)["still_showing"]
    assert (listed["consumer"], listed["record_id"], listed["due_on"]) == ("lakes-bank", FINE, None)
    assert refusal(capsys, "consumer", "acknowledge", "lakes-bank", str(notice["notice"]), "--as", "lu") == (
        9,
        "another-consumer",
    )
    acknowledge = ("consumer", "acknowledge", "lakes-bank", str(notice["notice"]), *day, "--as", "yu")
    assert run(capsys, *acknowledge)["acknowledged"] == 1
    assert run(capsys, "consumer", "notices", "lakes-bank", "--pending", "--as", "yu") == {"notices": []}
    assert run(capsys, "consumer", "still-showing", *day) == {"still_showing": []}


@pytest.mark.parametrize(
    "words",
    [
        ("add", "a-bank", "某银行", "--kind", "bank"),
        ("supply", "lakes-bank", ENGINEERS),
        ("notices",),
        ("list",),
    ],
)
def test_an_agent_does_not_keep_the_consumers(
    yunze: Office, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert refusal(capsys, "consumer", *words, "--as", "zhang") == (9, "not-allowed")


def test_nobody_is_told_of_the_queue_who_has_not_said_who_asks(
    yunze: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refusal(capsys, "outbox") == (2, "nobody-acts")

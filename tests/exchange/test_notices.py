"""Whoever has a record is told of its change once; who does not answer is on the public list."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import NotFound, UsageError
from gongxin.law.library import Law

if TYPE_CHECKING:
    from tests.office_fixture import Office

ENGINEERS, TAXIS = "91990100MA0K7R2W3X", "91990100MA0T4X1C8Y"
FINE, WARNING = "f1" * 16, "a2" * 16
DAY = date(2026, 8, 20)
NOON = datetime(2026, 8, 20, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


class Exchange:
    """The exchange of Yunze, with its bank and the platform of its district."""

    def __init__(self, office: Office, law: Law) -> None:
        from gongxin.exchange.consumers import add_consumer

        self.workspace, self.law = office.workspace, law
        add_consumer("lakes-bank", "云泽湖畔银行", "bank", name_en="Lakes Bank of Yunze")
        add_consumer("reed-district", "芦荻区信用平台", "lower-platform")

    def supplies(self, consumer: str, *records: str, subject: str = ENGINEERS, on: date = DAY) -> int:
        from gongxin.exchange.supplies import supplied

        return supplied(consumer, dict.fromkeys(records, subject), on)

    def tells(self, kind: str, record: str = FINE, case: str = "R-1", on: date = DAY, **more: Any) -> int:
        from gongxin.exchange.notices import Change, notify

        change = Change(record, kind, f"{case}#1", on, case, "ndrc-order-36", "9", **more)
        return notify([change], self.law, batch=7, on=on)

    def notices(self, consumer: str = "lakes-bank", **which: Any) -> list[Any]:
        from gongxin.exchange.notices import notices_of

        return list(notices_of(consumer, **which))

    def listed(self, as_of: date = DAY) -> list[tuple[str, str, str]]:
        from gongxin.exchange.notices import still_showing

        return [(entry.consumer, entry.record_id, entry.change) for entry in still_showing(as_of)]

    def acknowledges(self, consumer: str = "lakes-bank", on: date = DAY) -> int:
        from gongxin.exchange.notices import acknowledge

        pending = [notice.pk for notice in self.notices(consumer, pending=True)]
        return acknowledge(consumer, pending, by="yu", on=on)


@pytest.fixture
def exchange(office: Office, law: Law) -> Exchange:
    return Exchange(office, law)


def test_only_who_has_the_record_is_told_and_only_once(exchange: Exchange) -> None:
    exchange.supplies("lakes-bank", FINE)
    exchange.supplies("reed-district", WARNING)
    assert exchange.tells("repaired") == 1
    assert exchange.tells("repaired") == 0
    (notice,) = exchange.notices()
    assert (notice.record_id, notice.subject_id, notice.change, notice.cause) == (FINE, ENGINEERS, "repaired", "R-1#1")
    assert exchange.notices("reed-district") == []


def test_supplying_again_changes_nothing_but_the_day(exchange: Exchange) -> None:
    from gongxin.exchange.models import Supply

    assert exchange.supplies("lakes-bank", FINE, WARNING) == 2
    assert exchange.supplies("lakes-bank", FINE, on=date(2026, 9, 1)) == 0
    assert sorted(Supply.objects.values_list("record_id", "supplied_on")) == [
        (WARNING, DAY),
        (FINE, date(2026, 9, 1)),
    ]


def test_a_consumer_that_is_no_longer_active_is_not_told(exchange: Exchange) -> None:
    from gongxin.exchange.consumers import set_active

    exchange.supplies("lakes-bank", FINE)
    set_active("lakes-bank", active=False)
    assert exchange.tells("repaired") == 0
    set_active("lakes-bank", active=True)
    assert exchange.tells("repaired") == 1


def test_whose_a_record_is_now_is_told_only_to_who_has_records_of_that_subject(exchange: Exchange) -> None:
    for consumer in ("lakes-bank", "reed-district"):
        exchange.supplies(consumer, FINE)
    exchange.supplies("reed-district", WARNING, subject=TAXIS)
    exchange.tells("reassigned", to_subject=TAXIS)
    ((bank,), (district,)) = (exchange.notices(consumer) for consumer in ("lakes-bank", "reed-district"))
    assert "to_subject" not in bank.detail
    assert TAXIS not in json.dumps(bank.detail)
    assert district.detail["to_subject"] == TAXIS
    assert bank.subject_id == district.subject_id == ENGINEERS


def test_a_notice_goes_out_as_a_signed_file(exchange: Exchange) -> None:
    from gongxin.exchange.outgoing import folder_of, send, signed_text

    exchange.supplies("lakes-bank", FINE)
    exchange.tells("repaired")
    assert send(exchange.workspace, at=NOON) == 1
    assert send(exchange.workspace, at=NOON) == 0
    (path,) = folder_of(exchange.workspace, "lakes-bank").iterdir()
    content = json.loads(path.read_text("utf-8"))
    told = content["notice"]
    assert (told["change"], told["case_no"], told["cite"]["article"]) == ("repaired", "R-1", "9")
    exchange.workspace.public_key.verify(b64decode(content["signature"]), signed_text(told))
    (notice,) = exchange.notices()
    assert notice.delivered_at == NOON


def test_a_term_in_working_days_makes_a_notice_overdue(exchange: Exchange) -> None:
    from gongxin.exchange.notices import overdue

    exchange.supplies("lakes-bank", FINE)
    exchange.tells("repaired", on=date(2024, 8, 20))
    (notice,) = exchange.notices()
    assert notice.due_on == date(2024, 8, 23)
    assert overdue(date(2024, 8, 23)) == []
    assert overdue(date(2024, 8, 24)) == [notice]
    exchange.acknowledges(on=date(2024, 8, 26))
    assert overdue(date(2024, 8, 24)) == [notice], "that day it had not been answered"
    assert overdue(date(2024, 8, 26)) == []


def test_without_a_term_nobody_is_overdue_and_all_are_listed(exchange: Exchange) -> None:
    from gongxin.exchange.notices import overdue, still_showing

    exchange.supplies("lakes-bank", FINE)
    exchange.tells("repaired")
    (notice,) = exchange.notices()
    assert notice.due_on is None
    assert overdue(date(2027, 8, 20)) == []
    (entry,) = still_showing(date(2027, 8, 20))
    assert (entry.due_on, entry.overdue, entry.since) == (None, False, DAY)
    assert ENGINEERS not in json.dumps(entry.as_dict())


def test_the_public_list_names_who_has_not_answered(exchange: Exchange) -> None:
    for consumer in ("lakes-bank", "reed-district"):
        exchange.supplies(consumer, FINE, WARNING)
    exchange.tells("repaired")
    exchange.tells("objection_opened", WARNING, case="O-1")
    assert exchange.listed() == [("lakes-bank", FINE, "repaired"), ("reed-district", FINE, "repaired")]
    exchange.acknowledges(on=date(2026, 8, 24))
    assert exchange.listed(date(2026, 8, 23)) == [("lakes-bank", FINE, "repaired"), ("reed-district", FINE, "repaired")]
    assert exchange.listed(date(2026, 8, 24)) == [("reed-district", FINE, "repaired")]


def test_a_repair_that_is_revoked_is_no_longer_asked_about(exchange: Exchange) -> None:
    exchange.supplies("lakes-bank", FINE)
    exchange.tells("repaired")
    exchange.tells("repair_revoked", on=date(2026, 10, 8))
    assert exchange.listed(date(2026, 10, 7)) == [("lakes-bank", FINE, "repaired")]
    assert exchange.listed(date(2026, 10, 8)) == []


def test_nobody_acknowledges_for_another(exchange: Exchange) -> None:
    from gongxin.exchange.notices import acknowledge

    exchange.supplies("lakes-bank", FINE)
    exchange.tells("repaired")
    (notice,) = exchange.notices()
    with pytest.raises(NotFound) as refused:
        acknowledge("reed-district", [notice.pk], by="lu", on=DAY)
    assert refused.value.rule == "no-notice"
    assert exchange.acknowledges() == 1
    assert exchange.acknowledges() == 0


@pytest.mark.parametrize(
    ("code", "name", "kind", "rule"),
    [
        ("../etc", "某银行", "bank", "consumer-code"),
        ("Bank", "某银行", "bank", "consumer-code"),
        ("a-shop", "某店", "shop", "consumer-kind"),
        ("lakes-bank", "另一银行", "bank", "consumer-exists"),
    ],
)
def test_a_consumer_that_cannot_be_is_refused(exchange: Exchange, code: str, name: str, kind: str, rule: str) -> None:
    from gongxin.exchange.consumers import add_consumer

    with pytest.raises(UsageError) as refused:
        add_consumer(code, name, kind)
    assert refused.value.rule == rule

"""One decision takes effect everywhere at once: standing, grade, lists and the credit report change with one batch."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.casework.conftest import ENGINEERS, MARKET, TAXIS, TRANSPORT, record_id, take_in
from tests.casework.test_outbox import FINE, Mill

from gongxin.evaluation.explain import explain
from gongxin.ledger import Ledger
from gongxin.reports import Audience, credit_report

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.law.library import Law

pytestmark = pytest.mark.slow

MODEL = "zj.enterprise"
DAY = date(2026, 8, 20)
LISTED = record_id("listed")
TAXI_FINE = record_id("taxi-fine")


def row(name: str, subject: str, item: str, day: str, **more: Any) -> dict[str, Any]:
    return {
        "record_id": record_id(name),
        "version": 1,
        "content": "c" * 16,
        "subject_id": subject,
        "subject_kind": "enterprise",
        "item": item,
        "source": MARKET,
        "determined_on": date.fromisoformat(day),
        "payload": json.dumps({"name": name}),
        **more,
    }


@pytest.fixture
def mill(yunze: Yunze, law: Law) -> Mill:
    """Both firms are registered; the serious list of transport names the engineers in place of the taxi company."""
    registered = [row(f"r-{firm[-4:]}", firm, "cn.registration", "2020-01-02") for firm in (ENGINEERS, TAXIS)]
    take_in(yunze.workspace, "cn.registration", MARKET, registered)
    listed = row("listed", ENGINEERS, "cn.serious", "2026-06-03", source=TRANSPORT)
    take_in(yunze.workspace, "cn.serious", TRANSPORT, [listed])
    return Mill(yunze, law)


def seen(mill: Mill, subject: str, known_at: int | None = None) -> dict[str, Any]:
    """What everybody who asks about the firm gets to see."""
    ledger = Ledger.open(mill.workspace)
    explained = explain(ledger, mill.law, subject, MODEL, as_of=DAY, known_at=known_at)
    report = credit_report(ledger, mill.law, subject, as_of=DAY, known_at=known_at, audience=Audience.SUBJECT)
    entries = [entry for section in report.sections for item in section.items for entry in item.entries]
    gradings = {grading.model: (grading.score, grading.grade) for part in report.sections for grading in part.gradings}
    return {
        "score": explained.score,
        "scored": {part.record_id for part in explained.contributions if part.record_id},
        "graded in the report": gradings[MODEL] == (explained.score, explained.grade),
        "counted in the report": {entry.record_id for entry in entries if entry.standing.counted},
        "counted": {
            number for number, standing in mill.standings(subject, known_at=known_at).items() if standing.counted
        },
        "on a serious list": "mark-listed" in report.marks,
        "objected": {entry.record_id for entry in entries if entry.standing.objected},
    }


def test_grade_lists_and_report_of_both_change_at_once(mill: Mill) -> None:
    ledger = Ledger.open(mill.workspace)
    before = {firm: seen(mill, firm) for firm in (ENGINEERS, TAXIS)}
    known_before = ledger.last_batch
    assert before[ENGINEERS]["on a serious list"]
    assert not before[TAXIS]["on a serious list"]

    moved = {"effect": "reassigned", "to_subject": TAXIS, "source": TRANSPORT}
    mill.decides(moved | {"record_id": TAXI_FINE}, moved | {"record_id": LISTED, "item": "cn.serious"}, number="O-1")
    mill.delivers()
    assert ledger.last_batch == known_before + 1, "one batch: nobody sees the half of it"
    engineers, taxis = seen(mill, ENGINEERS), seen(mill, TAXIS)
    both = {TAXI_FINE, LISTED}
    for name in ("scored", "counted", "counted in the report"):
        assert both <= before[ENGINEERS][name]
        assert not both & engineers[name]
        assert both <= taxis[name]
    assert not engineers["on a serious list"]
    assert taxis["on a serious list"]
    assert engineers["score"] > before[ENGINEERS]["score"]
    assert taxis["score"] < before[TAXIS]["score"]
    assert engineers["graded in the report"]
    assert taxis["graded in the report"]

    for firm in (ENGINEERS, TAXIS):
        assert seen(mill, firm, known_before) == before[firm], "as it was known before, it stays what it was"


@pytest.mark.parametrize("effect", ["repaired", "withdrawn", "shielded", "objection_opened"])
def test_every_effect_is_seen_by_all_that_read(mill: Mill, effect: str) -> None:
    known_before = Ledger.open(mill.workspace).last_batch
    before = seen(mill, ENGINEERS)
    mill.decides({"effect": effect}, number="R-1")
    mill.delivers()
    after = seen(mill, ENGINEERS)
    for name in ("scored", "counted", "counted in the report"):
        assert FINE in before[name]
        assert (FINE in after[name]) == (effect == "objection_opened")
    assert (FINE in after["objected"]) == (effect == "objection_opened")
    assert (after["score"] > before["score"]) == (effect != "objection_opened")
    assert after["graded in the report"]
    assert seen(mill, ENGINEERS, known_before) == before

"""From decision to fact: exactly once, in order, whatever happens between."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.casework.conftest import ENGINEERS, MARKET, TAXIS, record_id

from gongxin.errors import BusyError, GongxinError, LedgerError, UsageError
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.standing import create_standing_view, read_standings

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.casework.models import OutboxEntry
    from gongxin.law.library import Law

FINE = record_id("fine-of-may")
DAY = "2026-08-20"


class Mill:
    """Turns steps into facts. Steps are put here as the engine puts them, with the effects that a test wants."""

    def __init__(self, yunze: Yunze, law: Law) -> None:
        self.yunze, self.law = yunze, law
        self.workspace = yunze.workspace

    def decides(self, *effects: dict[str, Any], number: str = "R-1", on: str = DAY, synthetic: bool = True) -> Any:
        """One step of a case with these effects."""
        from django.db import transaction

        from gongxin.casework import outbox
        from gongxin.casework.models import Case, Step

        day = date.fromisoformat(on)
        with transaction.atomic():
            case, _ = Case.objects.get_or_create(
                number=number,
                defaults={
                    "kind": "repair", "procedure": "p", "edition": day, "subject_id": ENGINEERS, "state": "s",
                    "state_since": day, "opened_on": day, "opened_by": self.yunze.people["zhang"],
                    "synthetic": synthetic, "closed_on": day,
                },
            )  # fmt: skip
            step = Step.objects.create(
                case=case, place=case.steps.count(), move="m", to_state="s", actor="source", on=day,
                at=self.yunze.at(on),
            )  # fmt: skip
            return outbox.put(step, [effect(case_no=number, on=on) | given for given in effects])

    def delivers(self, day: str = DAY) -> list[OutboxEntry]:
        from gongxin.casework import outbox

        return outbox.deliver(self.workspace, self.law, at=self.yunze.at(day), as_of=date.fromisoformat(day))

    def events(self, subject: str = ENGINEERS, known_at: int | None = None) -> list[tuple[Any, ...]]:
        return self.asks(
            "SELECT kind, record_id, effective_on, case_no, cite_article FROM event ORDER BY effective_on, batch, kind",
            subject,
            known_at,
        )

    def asks(self, query: str, subject: str | None = None, known_at: int | None = None) -> list[tuple[Any, ...]]:
        ledger = Ledger.open(self.workspace)
        with ledger.snapshot(known_at) as snapshot, connect(self.workspace, threads=1) as connection:
            snapshot.attach(connection, subject_id=subject)
            return connection.execute(query).fetchall()

    def standings(self, subject: str = ENGINEERS, day: str = DAY, known_at: int | None = None) -> dict[str, Any]:
        ledger = Ledger.open(self.workspace)
        with ledger.snapshot(known_at) as snapshot, connect(self.workspace, threads=1) as connection:
            snapshot.attach(connection, subject_id=subject)
            create_standing_view(connection, self.law, date.fromisoformat(day))
            return read_standings(connection)

    @property
    def batches(self) -> int:
        return Ledger.open(self.workspace).last_batch


def effect(kind: str = "repaired", **more: Any) -> dict[str, Any]:
    return {
        "effect": kind, "record_id": FINE, "subject_id": ENGINEERS, "item": "cn.penalty", "source": MARKET,
        "on": DAY, "case_no": "R-1", "cite": {"instrument": "ndrc-order-36", "article": "9"}, "told": True,
    } | more  # fmt: skip


@pytest.fixture
def mill(yunze: Yunze, law: Law) -> Mill:
    return Mill(yunze, law)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug here."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("impatient")]


def test_a_repair_granted_is_an_event_that_standing_reads_at_once(mill: Mill) -> None:
    assert mill.standings()[FINE].counted
    entry = mill.decides({"effect": "repaired"})
    (done,) = mill.delivers()
    assert (done.pk, done.batch, done.told) == (entry.pk, mill.batches, True)
    assert mill.events() == [("repaired", FINE, date(2026, 8, 20), "R-1", "9")]
    standing = mill.standings()[FINE]
    assert (standing.counted, standing.displayed, standing.reason.value) == (False, False, "repaired")


@pytest.mark.slow
def test_what_was_known_before_the_decision_stays_what_it_was(mill: Mill) -> None:
    before = mill.batches
    mill.decides({"effect": "repaired"})
    mill.delivers()
    assert mill.standings(known_at=before)[FINE].counted
    assert mill.events(known_at=before) == []


def test_delivering_again_writes_nothing(mill: Mill) -> None:
    mill.decides({"effect": "repaired"})
    mill.delivers()
    batches = mill.batches
    assert mill.delivers() == []
    assert mill.batches == batches


@pytest.mark.slow
def test_decisions_are_carried_out_in_the_order_in_which_they_were_made(mill: Mill) -> None:
    for number in range(7):
        mill.decides({"effect": "objection_opened"}, {"effect": "objection_closed"}, number=f"Y-{number}")
    mill.decides({"effect": "corrected", "corrections": {"doc_no": "云监罚〔2026〕9号"}}, number="Y-7")
    mill.decides({"effect": "repaired"}, number="Y-8")
    done = mill.delivers()
    numbers = [entry.step.case.number for entry in done]
    assert numbers == [f"Y-{number}" for number in range(9)]
    batches = [entry.batch or 0 for entry in done]
    assert batches == sorted(batches)
    assert len(set(batches)) == 3, "one batch for a run of events, one for each version of a record"


def test_a_batch_that_the_office_does_not_know_of_is_recognised(mill: Mill) -> None:
    from gongxin.casework.models import OutboxEntry

    mill.decides({"effect": "repaired"})
    mill.delivers()
    batches = mill.batches
    # As if the process had died between the ledger and the office.
    OutboxEntry.objects.update(batch=None, delivered_at=None, told=False)
    (done,) = mill.delivers()
    assert (done.batch, mill.batches) == (batches, batches)
    assert len(mill.events()) == 1


def test_while_another_process_writes_decisions_wait(mill: Mill) -> None:
    from gongxin.casework import outbox

    mill.decides({"effect": "repaired"})
    taken, free = threading.Event(), threading.Event()

    def intake() -> None:
        with mill.workspace.writing("intake"):
            taken.set()
            free.wait(10)

    other = threading.Thread(target=intake)
    other.start()
    taken.wait(10)
    try:
        with pytest.raises(BusyError):
            mill.delivers()
    finally:
        free.set()
        other.join()
    assert outbox.waiting().count() == 1
    assert len(mill.delivers()) == 1


def test_of_two_deliverers_one_works(mill: Mill) -> None:
    from django.db import connections

    for number in range(5):
        mill.decides({"effect": "objection_opened"}, number=f"Y-{number}")
    start = threading.Barrier(2)
    done: list[int] = []

    def deliver() -> None:
        start.wait(10)
        try:
            done.extend(entry.pk for entry in mill.delivers())
        except BusyError:
            pass
        finally:
            connections.close_all()

    deliverers = [threading.Thread(target=deliver) for _ in range(2)]
    for deliverer in deliverers:
        deliverer.start()
    for deliverer in deliverers:
        deliverer.join()
    mill.delivers()
    assert len(done) == len(set(done)) == 5
    assert len(mill.events()) == 5


def test_who_decides_while_another_delivers_need_not_ask_again(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    from gongxin.casework.facts.writing import write_batch

    busy = []

    def decide_meanwhile() -> None:
        mill.decides({"effect": "objection_opened"}, number="O-1")
        try:
            mill.delivers()
        except BusyError:
            busy.append("O-1")
        finally:
            connections.close_all()

    def slowly(*words: Any, **more: Any) -> int:
        number = write_batch(*words, **more)
        if not busy:
            other = threading.Thread(target=decide_meanwhile)
            other.start()
            other.join()
        return number

    monkeypatch.setattr("gongxin.casework.outbox.write_batch", slowly)
    mill.decides({"effect": "repaired"}, number="R-1")
    done = mill.delivers()
    assert busy == ["O-1"]
    assert [entry.step.case.number for entry in done] == ["R-1", "O-1"]


def test_a_ledger_older_than_the_office_is_refused(mill: Mill) -> None:
    from gongxin.casework.models import OutboxEntry

    mill.decides({"effect": "repaired"})
    mill.delivers()
    OutboxEntry.objects.update(batch=99)
    mill.decides({"effect": "objection_opened"}, number="Y-1")
    with pytest.raises(LedgerError) as refused:
        mill.delivers()
    assert refused.value.rule == "office-ahead"


def forgets(number: str) -> None:
    """The office has no such case any more, as if it came from a copy made before."""
    from gongxin.casework.models import Case, OutboxEntry, Step

    OutboxEntry.objects.filter(step__case__number=number).delete()
    Step.objects.filter(case__number=number).delete()
    Case.objects.filter(number=number).delete()


def test_an_office_older_than_the_ledger_is_refused_before_it_writes(mill: Mill) -> None:
    mill.decides({"effect": "repaired"})
    mill.delivers()
    mill.decides({"effect": "objection_opened"}, number="Y-1")
    mill.delivers()
    forgets("Y-1")  # the office of before that decision is put back
    mill.decides({"effect": "objection_opened"}, number="Y-2")
    batches = Ledger.open(mill.workspace).last_batch
    with pytest.raises(LedgerError) as refused:
        mill.delivers()
    assert refused.value.rule == "office-behind"
    assert "Y-1#" in str(refused.value)
    assert Ledger.open(mill.workspace).last_batch == batches


def test_an_office_begun_anew_numbers_its_cases_above_those_of_the_ledger(mill: Mill) -> None:
    from gongxin.casework.models import Serial

    mill.decides({"effect": "repaired"}, number="O-2026-000041")
    mill.delivers()
    forgets("O-2026-000041")
    Serial.objects.all().delete()
    case = mill.yunze.opens("objection", "zhang", DAY, record="fine-of-may")
    assert case.number == "O-2026-000042"
    mill.yunze.moves(case, "submit", "zhang", DAY, claim="不是本单位")
    assert [entry.step.case.number for entry in mill.delivers()] == ["O-2026-000042"]


@pytest.mark.slow
def test_a_decision_that_cannot_be_holds_up_its_own_record_and_no_other(mill: Mill) -> None:
    from gongxin.casework import outbox

    mill.decides({"effect": "corrected", "corrections": {"decided_on": "2036-01-01"}}, number="Y-1")
    mill.decides({"effect": "repaired"}, number="R-1")
    mill.decides({"effect": "repaired", "record_id": record_id("grave-of-may")}, number="R-2")
    with pytest.raises(UsageError) as refused:
        mill.delivers()
    assert (refused.value.rule, refused.value.where) == ("effect-refused", "Y-1")
    assert [row[3] for row in mill.events()] == ["R-2"]
    assert [entry.step.case.number for entry in outbox.waiting()] == ["Y-1", "R-1"]


def test_a_step_without_effects_needs_no_batch(mill: Mill) -> None:
    from gongxin.casework import outbox

    batches = mill.batches
    mill.decides()
    mill.delivers()
    assert (mill.batches, outbox.waiting().count()) == (batches, 0)


@pytest.mark.slow
def test_an_objection_marks_the_record_until_it_is_closed(mill: Mill) -> None:
    mill.decides({"effect": "objection_opened"}, number="O-1", on="2026-08-03")
    mill.delivers("2026-08-03")
    assert mill.standings()[FINE].objected
    mill.decides({"effect": "objection_closed"}, number="O-1", on="2026-08-06")
    mill.delivers("2026-08-06")
    assert not mill.standings(day="2026-08-06")[FINE].objected
    assert mill.standings(day="2026-08-05")[FINE].objected


def test_a_corrected_record_has_a_new_version_that_keeps_the_catalogue(mill: Mill) -> None:
    mill.decides({"effect": "corrected", "corrections": {"doc_no": "云监罚〔2026〕9号", "decided_on": "2026-05-10"}})
    mill.delivers()
    (row,) = mill.asks(
        "SELECT version, doc_no, determined_on, severity, amount, json_extract_string(payload, '$.doc_no'), source "
        f"FROM record WHERE record_id = '{FINE}'",
        ENGINEERS,
    )
    number = "云监罚〔2026〕9号"
    assert row[:4] == (2, number, date(2026, 5, 10), "general")
    assert row[5:] == (number, "云泽市市场监督管理局")
    standing = mill.standings()[FINE]
    assert (standing.corrected, standing.starts_on) == (True, date(2026, 5, 10))
    assert Ledger.open(mill.workspace).verify().findings == ()


@pytest.mark.parametrize(
    ("effects", "rule"),
    [
        ({"effect": "corrected", "corrections": {"no_such": "1"}}, "no-such-field"),
        ({"effect": "corrected", "corrections": {"decided_on": "2036-05-10"}}, "effect-refused"),
        ({"effect": "corrected", "corrections": {"kinds": "beheading"}}, "effect-refused"),
        ({"effect": "reassigned", "to_subject": "91990100MA0NOBODY0"}, "no-such-subject"),
        ({"effect": "reassigned", "record_id": "f" * 32, "to_subject": TAXIS}, "no-such-record"),
        ({"effect": "record", "item": "cn.commitment", "values": {"type": "voluntary"}}, "effect-refused"),
        ({"effect": "record", "item": "cn.no-such", "values": {}}, "unknown-item"),
    ],
)
def test_an_effect_that_cannot_be_is_refused_before_the_decision(mill: Mill, effects: Any, rule: str) -> None:
    from gongxin.casework import outbox

    with pytest.raises(GongxinError) as refused:
        outbox.check_effects(mill.workspace, mill.law, [effect() | effects])
    assert refused.value.rule == rule, refused.value.message


def test_a_record_moves_to_the_subject_it_belongs_to_and_both_histories_are_true(mill: Mill) -> None:
    taxi = record_id("taxi-fine")
    objection = {"record_id": taxi, "source": "云泽市交通运输局"}
    mill.decides({"effect": "objection_opened"} | objection, number="O-1", on="2026-08-03")
    mill.delivers("2026-08-03")
    before = mill.batches
    mill.decides(
        {"effect": "reassigned", "to_subject": TAXIS} | objection,
        {"effect": "objection_closed"} | objection,
        number="O-1",
        on="2026-08-06",
    )
    mill.delivers("2026-08-06")
    assert taxi not in mill.standings(day="2026-08-06")
    at_taxis = mill.standings(TAXIS, day="2026-08-06")[taxi]
    assert (at_taxis.counted, at_taxis.objected) == (True, False)
    assert [row[0] for row in mill.events()] == ["objection_opened", "objection_closed", "reassigned"]
    assert [row[0] for row in mill.events(TAXIS)] == ["objection_opened", "objection_closed", "reassigned"]
    assert taxi in mill.standings(day="2026-08-05", known_at=before), "what was shown then can be shown again"
    assert Ledger.open(mill.workspace).verify().findings == ()


@pytest.mark.slow
def test_the_wrong_subject_s_page_can_tell_what_left_it_and_what_it_showed_then(mill: Mill) -> None:
    from gongxin.reports.left_records import of_subject as left_records

    ledger, before = Ledger.open(mill.workspace), mill.batches
    mill.decides({"effect": "reassigned", "to_subject": TAXIS}, number="O-1", on="2026-08-06")
    mill.delivers("2026-08-06")
    assert left_records(ledger, mill.law, ENGINEERS, date(2026, 8, 5)) == []
    assert left_records(ledger, mill.law, ENGINEERS, date(2026, 8, 6), known_at=before) == []
    assert left_records(ledger, mill.law, TAXIS, date(2026, 8, 6)) == []
    (left,) = left_records(ledger, mill.law, ENGINEERS, date(2026, 8, 6))
    assert (left.left_on, left.case_no, left.known_at) == (date(2026, 8, 6), "O-1", before)
    assert left.cite is not None
    assert (left.cite.article, left.cite.verified) == ("9", False)
    assert (left.shown.record_id, left.shown.payload["doc_no"]) == (FINE, "fine-of-may")
    assert left.shown.standing.displayed
    mill.decides({"effect": "reassigned", "subject_id": TAXIS, "to_subject": ENGINEERS}, number="O-2", on="2026-08-10")
    mill.delivers("2026-08-10")
    assert left_records(ledger, mill.law, ENGINEERS, date(2026, 8, 10)) == [], "it is its own after all"
    assert len(left_records(ledger, mill.law, TAXIS, date(2026, 8, 10))) == 1


@pytest.mark.slow
def test_neither_file_names_the_other_subject(mill: Mill) -> None:
    mill.decides({"effect": "reassigned", "to_subject": TAXIS})
    mill.delivers()
    for subject, side in ((ENGINEERS, "from"), (TAXIS, "to")):
        ((detail,),) = mill.asks("SELECT detail FROM event WHERE kind = 'reassigned'", subject)
        assert detail == f'{{"side": "{side}"}}'


@pytest.mark.slow
def test_a_decision_on_a_record_that_has_moved_meanwhile_follows_it(mill: Mill) -> None:
    mill.decides({"effect": "reassigned", "to_subject": TAXIS}, number="O-1")
    mill.decides({"effect": "repaired"}, number="R-1")
    mill.delivers()
    assert [row[0] for row in mill.events(TAXIS)] == ["reassigned", "repaired"]
    assert mill.standings(TAXIS)[FINE].reason.value == "repaired"


@pytest.mark.slow
def test_a_repair_revoked_makes_the_record_count_again(mill: Mill) -> None:
    mill.decides({"effect": "repaired"}, number="R-1", on="2026-08-20")
    mill.decides({"effect": "repair_revoked"}, number="R-1", on="2026-10-08")
    mill.delivers("2026-10-08")
    assert not mill.standings(day="2026-10-07")[FINE].counted
    assert mill.standings(day="2026-10-08")[FINE].counted


def test_a_commitment_becomes_a_record_by_the_rules_of_the_catalogue(mill: Mill) -> None:
    values = {
        "type": "repair", "matter": "按期完成整改", "committed_on": "2026-08-18", "authority": "云泽市信用办",
        "state": "running",
    }  # fmt: skip
    made = {"effect": "record", "record_id": None, "item": "cn.commitment", "source": "云泽市信用办", "values": values}
    mill.decides(made)
    mill.decides(made, number="R-2")
    mill.delivers()
    query = "SELECT version, party_name, source, status FROM record WHERE item = 'cn.commitment'"
    assert mill.asks(query, ENGINEERS) == [(1, "云泽市澄湖工程有限公司", "云泽市信用办", "running")]
    mill.decides(made | {"values": values | {"state": "kept", "state_on": DAY}}, number="R-3")
    mill.delivers()
    assert mill.asks(query, ENGINEERS) == [(2, "云泽市澄湖工程有限公司", "云泽市信用办", "kept")]
    assert Ledger.open(mill.workspace).verify().findings == ()


def test_the_manifest_names_the_steps_and_is_no_delivery_of_a_department(mill: Mill) -> None:
    from gongxin.intake.quality import quality_by_source

    sources = [found.source for found in quality_by_source(mill.workspace)]
    mill.decides({"effect": "repaired"}, number="R-7")
    mill.delivers()
    batch = Ledger.open(mill.workspace).batches()[-1]
    assert (batch.files, dict(batch.counts), batch.synthetic) == ((), {"decision:R-7#0": 1}, True)
    assert [found.source for found in quality_by_source(mill.workspace)] == sources
    folder = mill.workspace.receipts_dir / f"{batch.number:08}"
    assert [path.name for path in folder.iterdir()] == ["decisions.json"]

"""A delivery is taken whole or not at all, and always gets its receipt."""

from __future__ import annotations

from typing import Any

import pytest

from gongxin.errors import BusyError, InputError, UsageError
from gongxin.intake import judging, pipeline, settling
from gongxin.intake.held import held_rows
from gongxin.intake.reading_ahead import reading_ahead
from gongxin.intake.working_behind import WorkingBehind

pytestmark = pytest.mark.slow


def nothing_is_there(desk: Any) -> bool:
    """Whether neither a row nor a receipt nor a held row nor a scratch file is in the workspace."""
    folders = (desk.workspace.receipts_dir, desk.workspace.held_dir, desk.workspace.temp_dir)
    kept = [path for folder in folders for path in folder.rglob("*")]
    return (
        desk.ledger.last_batch == 0 and desk.query("FROM record") == [] and kept == [] and not held_rows(desk.workspace)
    )


def test_a_delivery_of_which_every_row_is_rejected_gets_its_receipt_and_an_empty_batch(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(YJ="")])
    (entry,) = desk.ledger.batches()
    assert (receipt.batch, receipt.total, receipt.rejected) == (1, 1, 1)
    assert (entry.number, entry.receipt_digest) == (1, receipt.digest)
    assert dict(entry.rows) == {"subject": 0, "record": 0, "event": 0}
    assert entry.counts == {
        "total": 1,
        "accepted": 0,
        "unchanged": 0,
        "held": 0,
        "rejected": 1,
        "late": 0,
        "code_errors": 0,
        "repeated": 0,
        "rule:no-legal-basis": 1,
    }


@pytest.mark.slow
def test_a_second_file_that_cannot_be_read_leaves_nothing_of_the_first(desk: Any) -> None:
    empty = desk.folder / "empty.csv"
    empty.touch()
    with pytest.raises(InputError) as refused:
        desk.take([desk.file([desk.penalty()]), empty])
    assert refused.value.rule == "empty-file"
    assert nothing_is_there(desk)


@pytest.mark.slow
def test_an_error_at_any_step_leaves_nothing_behind_and_the_next_delivery_is_taken(registered: Any) -> None:
    desk = registered
    rows = [desk.penalty(), desk.penalty(WSH="2号", NAME=desk.SWALLOW), desk.penalty(WSH="3号", YJ="")]
    before = desk.ledger.last_batch, desk.query("FROM record")
    steps = {
        judging: ("stage", "rows_with_numbers", "candidates_sql", "digests"),
        settling: ("end_rows",),
        pipeline: ("check_usual",),
    }
    for room, step in [(room, step) for room, names in steps.items() for step in names]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(room, step, _fails)
            with pytest.raises(RuntimeError, match="power cut"):
                desk.hand_in(rows)
        assert (desk.ledger.last_batch, desk.query("FROM record")) == before
        assert held_rows(desk.workspace) == []
    receipt = desk.hand_in(rows)
    assert (receipt.batch, receipt.accepted, receipt.held, receipt.rejected) == (2, 1, 1, 1)


def _fails(*_: Any, **__: Any) -> Any:
    raise RuntimeError("power cut")


@pytest.mark.parametrize("busy", [True, False])
def test_a_row_sent_again_is_known_whoever_made_its_digest(
    desk: Any, monkeypatch: pytest.MonkeyPatch, *, busy: bool
) -> None:
    first = desk.hand_in([desk.penalty(), desk.penalty(WSH="2号")])
    monkeypatch.setattr(WorkingBehind, "busy", busy)
    again = desk.hand_in([desk.penalty(), desk.penalty(WSH="2号"), desk.penalty(WSH="3号")])
    assert (first.accepted, again.unchanged, again.accepted) == (2, 2, 1)
    assert desk.ledger.verify().sound


def test_nobody_hands_in_while_another_process_writes(desk: Any) -> None:
    import threading

    refused: list[BaseException] = []

    def hand_in() -> None:
        try:
            desk.hand_in([desk.penalty()])
        except BaseException as error:
            refused.append(error)

    with desk.workspace.writing("something else"):
        thread = threading.Thread(target=hand_in)
        thread.start()
        thread.join()
    (error,) = refused
    assert isinstance(error, BusyError)
    assert nothing_is_there(desk)


@pytest.mark.parametrize(
    ("how", "rule"), [({"item": "yunze.penalties"}, "unknown-item"), ({"source": " "}, "no-source"), ({}, "no-files")]
)
def test_a_call_that_is_put_wrongly_is_refused(desk: Any, how: dict[str, str], rule: str) -> None:
    with pytest.raises(UsageError) as refused:
        desk.take([desk.file([desk.penalty()])] if how else [], **how)
    assert refused.value.rule == rule


@pytest.mark.slow
def test_progress_is_told_in_bytes_up_to_the_end(desk: Any) -> None:
    told: list[tuple[int, int | None]] = []
    files = [desk.file([desk.penalty(WSH=number)]) for number in ("甲", "乙")]
    desk.take(files, progress=lambda done, total: told.append((done, total)))
    sizes = [path.stat().st_size for path in files]
    assert told == [(sizes[0], sum(sizes)), (sum(sizes), sum(sizes))]


@pytest.mark.slow
def test_what_is_invented_is_marked(desk: Any) -> None:
    desk.hand_in([desk.penalty()], synthetic=True)
    assert desk.ledger.batches()[0].synthetic
    assert desk.query("SELECT synthetic FROM subject") == [(True,)]


def test_reading_ahead_keeps_the_order_and_raises_what_reading_raised() -> None:
    def chunks() -> Any:
        yield 1
        yield 2
        raise InputError("file-changed", zh="变了", en="changed")

    with reading_ahead(chunks()) as read:
        assert next(read) == 1
        assert next(read) == 2
        with pytest.raises(InputError):
            next(read)

"""What a receipt says: counts that add up, a reason for every row that was not plainly taken, nothing personal."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

import gongxin.intake.receipt.receipt
from gongxin.intake.file_messages import file_note
from gongxin.intake.receipt import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.intake.receipts.conftest import Clerk, Row

    from gongxin.law.schema.catalogue import CatalogueItem

    Writing = Callable[..., AbstractContextManager[Clerk]]

SOUND: Row = (2, "accepted", ("甲公司", "1", "2026/3/1", ""), [])
NOTED: Row = (
    3,
    "accepted",
    ("乙公司", "2", "2026年3月1日", ""),
    [("decided_on", "date-spelling", "accepted", "2026年3月1日", None)],
)
SAME: Row = (
    4,
    "unchanged",
    ("丙公司", "3", "20260301", ""),
    [("decided_on", "date-spelling", "accepted", "20260301", None)],
)
REJECTED: Row = (
    6,
    "rejected",
    ("丁公司", "4", "26/3/1", "330106199001011234"),
    [
        ("decided_on", "two-digit-year", "rejected", "26/3/1", None),
        ("party", "too-long", "rejected", "丁公司", None),
        ("doc_no", "full-width", "accepted", "４", None),
    ],
)
HELD: Row = (7, "held", ("戊公司", "5", "2026/3/1", ""), [("party", "name-not-of-code", "held", "戊公司", "己公司？")])
MALFORMED = [(5, "cell-count", "3/4")]


def as_json(receipt: Receipt) -> dict[str, Any]:
    stream = io.StringIO()
    receipt.write_json(stream)
    document: dict[str, Any] = json.loads(stream.getvalue())
    return document


@pytest.fixture
def receipt(clerk: Writing) -> Receipt:
    """Two rows taken, one unchanged, one held, two rejected, of which one could not be read."""
    with clerk() as writing:
        notes = [file_note("blank-rows", count=2)]
        writing.file([SOUND, NOTED, SAME, REJECTED, HELD], malformed=MALFORMED, notes=notes)
        return writing.writer.finish()


def test_the_counts_are_those_of_the_rows_and_add_up(receipt: Receipt) -> None:
    document = as_json(receipt)
    counts = {name: document[name] for name in ("total", "accepted", "unchanged", "held", "rejected")}
    assert counts == {"total": 6, "accepted": 2, "unchanged": 1, "held": 1, "rejected": 2}
    assert (receipt.total, receipt.accepted, receipt.unchanged, receipt.held, receipt.rejected) == (6, 2, 1, 1, 2)


def test_the_document_begins_with_the_keys_that_programs_rely_on(receipt: Receipt) -> None:
    document = as_json(receipt)
    assert {"batch": 7, "item": "test.penalty", "source": "云泽市市场监督管理局"}.items() <= document.items()
    assert list(document)[-1] == "rows"
    assert document["rows"][0] == {
        "row": 3,
        "outcome": "accepted",
        "field": "decided_on",
        "rule": "date-spelling",
        "message": {
            "zh": "“处罚决定日期”的日期写法已规范。",
            "en": "The date in 'day of the decision' was put into its proper spelling.",
        },
        "value": "2026年3月1日",
    }


def test_rows_lists_what_was_not_plainly_taken_or_unchanged_in_the_order_of_the_file(receipt: Receipt) -> None:
    listed = [(entry["row"], entry["outcome"], entry["rule"]) for entry in as_json(receipt)["rows"]]
    assert listed == [
        (3, "accepted", "date-spelling"),
        (5, "rejected", "cell-count"),
        (6, "rejected", "two-digit-year"),
        (6, "rejected", "too-long"),
        (7, "held", "name-not-of-code"),
    ]


def test_every_row_listed_has_one_outcome_and_as_many_rows_as_the_counts_say(receipt: Receipt) -> None:
    document = as_json(receipt)
    for outcome in ("held", "rejected"):
        rows = {entry["row"] for entry in document["rows"] if entry["outcome"] == outcome}
        assert len(rows) == document[outcome]


def test_a_message_has_the_length_allowed_and_what_is_said_of_this_row_alone(receipt: Receipt) -> None:
    said = {entry["rule"]: entry["message"] for entry in as_json(receipt)["rows"]}
    assert "200" in said["too-long"]["zh"]
    assert "3/4" in said["cell-count"]["en"]
    assert "己公司？" in said["name-not-of-code"]["zh"]


def test_notes_on_the_file_are_part_of_the_receipt(receipt: Receipt) -> None:
    (file,) = as_json(receipt)["files"]
    assert (file["name"], file["rows"]) == ("penalties.csv", 6)
    assert file["notes"][0]["rule"] == "blank-rows"


def test_nothing_personal_is_in_any_file_of_the_receipt(receipt: Receipt) -> None:
    everything = b"".join(path.read_bytes() for path in receipt.folder.iterdir()) + str(as_json(receipt)).encode()
    assert b"330106199001011234" not in everything


def test_an_identity_number_in_a_field_of_another_kind_is_covered_in_what_is_kept_for_mending(
    clerk: Writing, tmp_path: Path
) -> None:
    row: Row = (
        2,
        "rejected",
        ("赵某330106199001011234", "1", "x", ""),
        [("decided_on", "not-a-date", "rejected", "x", None)],
    )
    with clerk() as writing:
        writing.file([row])
        receipt = writing.writer.finish()
    (kept,) = pq.read_table(receipt.folder / "mend.parquet").to_pylist()
    assert "330106199001011234" not in kept["party"]
    assert kept["party"].startswith("赵某")


def test_a_receipt_opened_again_says_the_same(receipt: Receipt, item: CatalogueItem) -> None:
    again = Receipt.open(receipt.folder, item)
    assert as_json(again) == as_json(receipt)
    assert again.digest == receipt.digest


def test_the_digest_covers_all_that_is_said_of_rows(receipt: Receipt) -> None:
    text = (receipt.folder / "receipt.json").read_bytes()
    assert receipt.digest == hashlib.sha256(text).hexdigest()
    kept = json.loads(text)
    for name in ("remarks.parquet", "mend.parquet"):
        assert kept["sha256"][name] == hashlib.sha256((receipt.folder / name).read_bytes()).hexdigest()


def test_rows_of_several_files_name_their_file(clerk: Writing) -> None:
    with clerk() as writing:
        writing.file([SOUND, REJECTED], name="january.csv")
        writing.file([NOTED], [HELD], name="february.csv")
        document = as_json(writing.writer.finish())
    assert [(entry["file"], entry["row"]) for entry in document["rows"]] == [
        ("january.csv", 6),
        ("january.csv", 6),
        ("february.csv", 3),
        ("february.csv", 7),
    ]
    assert document["total"] == 4


def test_a_batch_without_anything_to_say_has_an_empty_list(clerk: Writing) -> None:
    with clerk() as writing:
        writing.file([SOUND])
        assert as_json(writing.writer.finish())["rows"] == []


def test_a_row_rejected_without_a_reason_is_a_mistake_of_the_program(clerk: Writing) -> None:
    with clerk() as writing, pytest.raises(AssertionError, match="without a remark"):
        writing.file([(2, "rejected", ("甲", "1", "", ""), [])])


def test_an_outcome_that_is_none_is_a_mistake_of_the_program(clerk: Writing) -> None:
    with clerk() as writing, pytest.raises(ValueError, match="perhaps"):
        writing.file([(2, "perhaps", ("甲", "1", "", ""), [])])


def test_a_receipt_that_is_not_finished_leaves_nothing_behind(clerk: Writing, tmp_path: Path) -> None:
    with clerk() as writing:
        writing.file([SOUND, REJECTED])
    assert list((tmp_path / "receipts").iterdir()) == []


def test_a_receipt_left_by_a_batch_that_was_never_committed_is_replaced(clerk: Writing, tmp_path: Path) -> None:
    for rows in ([SOUND, REJECTED], [SOUND]):
        with clerk() as writing:
            writing.file(rows)
            receipt = writing.writer.finish()
    assert receipt.total == 1
    assert [path.name for path in (tmp_path / "receipts").iterdir()] == ["00000007"]


def test_the_table_shows_counts_reasons_and_first_rows(receipt: Receipt, capsys: pytest.CaptureFixture[str]) -> None:
    receipt.print_table(most_rows=3)
    shown = capsys.readouterr().out
    for part in ("回执 receipt 7", "退回 rejected", "two-digit-year", "年份只有两位", "26/3/1", "penalties.csv: 6"):
        assert part in shown
    assert "戊公司" not in shown


def test_the_table_shows_brackets_as_they_stand(clerk: Writing, capsys: pytest.CaptureFixture[str]) -> None:
    row: Row = (2, "rejected", ("甲", "1", "", ""), [("doc_no", "wrong-form", "rejected", "[red]12[/red]", None)])
    with clerk() as writing:
        writing.file([row], name="[bold].csv")
        writing.writer.finish().print_table()
    shown = capsys.readouterr().out
    assert "[red]12[/red]" in shown
    assert "[bold].csv" in shown


def test_remarks_are_written_without_all_of_them_standing_in_memory(
    clerk: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gongxin.intake.receipt.receipt, "_BATCH_ROWS", 500)
    with clerk() as writing:
        writing.file([SOUND], malformed=[(row, "cell-count", "3/4") for row in range(3, 8_000)])
        receipt = writing.writer.finish()
    stream = Sink()
    tracemalloc.start()
    receipt.write_json(stream)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stream.written > 1_500_000
    assert peak < 1_000_000


class Sink(io.StringIO):
    """Counts what is written and keeps nothing."""

    written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        return len(text)


def test_held_and_rejected_rows_stand_before_the_remarks_on_sound_ones(
    clerk: Writing, capsys: pytest.CaptureFixture[str]
) -> None:
    noted: list[Row] = [
        (row, "accepted", ("甲", "1", "", ""), [("decided_on", "date-spelling", "accepted", f"20240{row}05", None)])
        for row in range(2, 8)
    ]
    returned: Row = (8, "rejected", ("乙", "2", "", ""), [("decided_on", "not-a-date", "rejected", "见文书", None)])
    with clerk() as writing:
        writing.file([*noted, returned])
        writing.writer.finish().print_table(most_rows=3)
    shown = capsys.readouterr().out
    assert shown.index("见文书") < shown.index("20240205") < shown.index("20240305")
    assert "20240405" not in shown
    assert "3 of 7" in shown


def test_the_table_names_a_column_as_the_file_does_and_cuts_a_long_value_short(
    clerk: Writing, capsys: pytest.CaptureFixture[str]
) -> None:
    row: Row = (2, "rejected", ("长" * 900, "1", "", ""), [("party", "too-long", "rejected", "长" * 900, None)])
    with clerk() as writing:
        writing.file([row], name="january.csv")
        writing.file([], name="february.csv")
        writing.writer.finish().print_table()
    shown = capsys.readouterr().out
    assert shown.count("长") < 100
    rows = shown[shown.index("remarks on rows") :]
    assert all(part in rows for part in ("january.csv", "当事人", "退回 rejected"))

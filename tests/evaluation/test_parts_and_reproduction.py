"""However the work is divided, broken off, taken up again or done elsewhere: the same question gets the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import signal
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from gongxin.errors import BusyError, GongxinError, InputError, UsageError
from gongxin.evaluation import parts
from gongxin.evaluation.duckdb_engine import duckdb_engine
from gongxin.evaluation.reproduce import reproduce
from gongxin.evaluation.run import evaluate
from gongxin.evaluation.unfinished import unfinished
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gongxin.evaluation.engine import Output, Question
    from gongxin.evaluation.unfinished import Unfinished

pytestmark = pytest.mark.slow

CITE = {"instrument": "method", "article": "7", "verified": False}
DAY = date(2025, 9, 1)
BUCKETS = 8
FIRMS = 400


@pytest.fixture(scope="module")
def law(make_model: Any, make_law: Any, make_dimension: Any) -> Any:
    fines = {"id": "fines", "from": ["penalty"], "points": -30, "cite": CITE, "decay": {"half_life": "12 months"}}
    return make_law(
        make_model(
            dimensions=[
                make_dimension("conduct", {**fines, "floor": -50}, floor=-60),
                make_dimension("merit", {"id": "honours", "from": ["honour"], "measure": "count", "points": 2}, cap=5),
            ],
            grades=[
                {"id": "A", "title": {"zh": "优", "en": "A"}, "from": 990},
                {"id": "B", "title": {"zh": "良", "en": "B"}},
            ],
            grades_cite=CITE,
            requires=["registration"],
        )
    )


def rows(item: str, firms: str, version: int = 1, kind: str = "enterprise") -> str:
    return (
        f"SELECT md5('{item}' || n) AS record_id, {version} AS version, 'c{version}' AS content,"
        f" 'firm' || n AS subject_id, '{kind}' AS subject_kind, '{item}' AS item,"
        f" DATE '2025-01-01' + CAST(n % 200 AS INTEGER) AS determined_on FROM ({firms})"
    )


def numbered(where: str) -> str:
    return f"SELECT n FROM range({FIRMS}) t(n) WHERE {where}"


def hand_in(ledger: Ledger, *queries: str, events: str = "") -> None:
    with ledger.connect(threads=1) as connection, ledger.begin(item="i", source="office", as_of=DAY) as batch:
        for query in queries:
            batch.append("record", connection, query)
        if events:
            batch.append("event", connection, events)
        batch.commit({}, "digest", synthetic=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """All firms registered, every third fined, every fifth honoured: in one batch."""
    ledger = Ledger.open(Workspace.create(tmp_path / "platform", buckets=BUCKETS))
    hand_in(
        ledger,
        rows("registration", numbered("true")),
        rows("penalty", numbered("n % 3 = 0")),
        rows("honour", numbered("n % 5 = 0")),
    )
    return ledger


def second_batch(ledger: Ledger) -> None:
    """Firm 1 is fined, firm 3's fine is repaired, firm 500 is new, firm 7 turns out to be no enterprise."""
    hand_in(
        ledger,
        rows("penalty", "SELECT 1 AS n"),
        rows("registration", "SELECT 500 AS n"),
        rows("registration", "SELECT 7 AS n", version=2, kind="institution"),
        events="SELECT 'e1' AS event_id, md5('penalty3') AS record_id, 'firm3' AS subject_id,"
        " 'repaired' AS kind, DATE '2025-08-01' AS effective_on",
    )


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger as small as this one is divided as a nation's would be."""
    monkeypatch.setattr(parts, "RECORDS_A_PART", 100)


def test_a_small_ledger_is_one_part_and_a_large_one_a_part_a_bucket() -> None:
    assert parts.divide(64, 2_000) == [range(64)]
    assert parts.divide(64, 3_500_000) == [range(16), range(16, 32), range(32, 48), range(48, 64)]
    assert parts.divide(4, 10**9) == [range(n, n + 1) for n in range(4)]
    assert parts.divide(64, 0) == [range(64)]


def test_a_few_subjects_of_a_nation_are_looked_for_by_several_workers_and_those_of_a_town_by_one() -> None:
    nation, town = parts.divide(64, 66_000_000), parts.divide(64, 6_600_000)
    assert len(parts.divide(64, parts.work_of_some(33_000, nation))) == 8
    assert len(parts.divide(64, parts.work_of_some(3_300, town))) == 1
    assert len(parts.divide(64, parts.work_of_some(3_000_000, nation))) == 30
    assert len(parts.divide(64, parts.work_of_some(33_000, nation, from_workings=True))) == 2


@pytest.mark.usefixtures("small_parts")
def test_workers_and_compaction_make_no_difference_to_the_bytes(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    second_batch(ledger)
    outs = [tmp_path / f"{number}.parquet" for number in range(3)]
    evaluate(ledger, law, "m", as_of=DAY, out=outs[0], workers=1)
    evaluate(ledger, law, "m", as_of=DAY, out=outs[1], workers=3)
    ledger.compact()
    evaluate(ledger, law, "m", as_of=DAY, out=outs[2], workers=2)
    assert len({out.read_bytes() for out in outs}) == 1
    assert pq.read_metadata(outs[0]).num_rows == FIRMS, "firm 500 came, firm 7 went"
    assert not list(tmp_path.glob(".*")), "nothing is left beside the result"


class Interrupted:
    """An engine that does what another does, until it is its turn to be killed."""

    def __init__(self, engine: Any, parts_before: int) -> None:
        self.engine, self.left, self.done = engine, parts_before, 0
        self.name, self.workers, self.rests_on_workings = engine.name, 1, True

    def write(self, question: Question, buckets: range, files: Mapping[Output, Path]) -> None:
        if self.left == 0:
            for file in files.values():
                file.write_bytes(b"half a part")
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        self.done += 1
        self.engine.write(question, buckets, files)


@pytest.mark.usefixtures("small_parts")
def test_a_run_that_is_killed_goes_on_where_it_was(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out, whole = tmp_path / "scores.parquet", tmp_path / "whole.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=whole)
    child = os.fork()
    if child == 0:
        with duckdb_engine(ledger, 1) as engine:
            evaluate(ledger, law, "m", as_of=DAY, out=out, engine=Interrupted(engine, 3))
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert not out.exists()
    with duckdb_engine(ledger, 1) as engine:
        rest = Interrupted(engine, 100)
        evaluate(ledger, law, "m", as_of=DAY, out=out, engine=rest)
    assert rest.done == len(parts.divide(BUCKETS, parts.records_known(ledger, 1))) - 3
    assert out.read_bytes() == whole.read_bytes()


def other_rows(part: Path) -> None:
    part.write_bytes(b"other rows")


def break_off(folder: Unfinished) -> None:
    folder.make("all-results-0000-0001", other_rows)
    raise ZeroDivisionError


@pytest.mark.usefixtures("small_parts")
def test_parts_of_another_question_are_not_used(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out, whole = tmp_path / "scores.parquet", tmp_path / "whole.parquet"
    with pytest.raises(ZeroDivisionError), unfinished(out, "another day") as folder:
        break_off(folder)
    assert list(tmp_path.glob(".*")), "a part is done and kept"
    evaluate(ledger, law, "m", as_of=DAY, out=out)
    evaluate(ledger, law, "m", as_of=DAY, out=whole)
    assert out.read_bytes() == whole.read_bytes()


def test_two_do_not_write_one_result(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    with (
        unfinished(out, "first"),
        pytest.raises(BusyError) as refusal,
    ):
        evaluate(ledger, law, "m", as_of=DAY, out=out)
    assert refusal.value.rule == "result-being-written"


@pytest.mark.usefixtures("small_parts")
def test_building_on_an_earlier_result_gives_what_a_full_run_gives(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    before, after, full = (tmp_path / f"{name}.parquet" for name in ("before", "after", "full"))
    evaluate(ledger, law, "m", as_of=DAY, out=before)
    second_batch(ledger)
    evaluate(ledger, law, "m", as_of=DAY, out=after, since=before)
    summary = evaluate(ledger, law, "m", as_of=DAY, out=full)
    assert after.read_bytes() == full.read_bytes()
    assert summary.evaluated == FIRMS


@pytest.mark.usefixtures("small_parts")
def test_changed_only_has_the_rows_of_the_subjects_touched(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    before, changed, full = (tmp_path / f"{name}.parquet" for name in ("before", "changed", "full"))
    evaluate(ledger, law, "m", as_of=DAY, out=before)
    second_batch(ledger)
    summary = evaluate(ledger, law, "m", as_of=DAY, out=changed, since=before, changed_only=True)
    evaluate(ledger, law, "m", as_of=DAY, out=full)
    found = {row["subject_id"]: row for row in pq.read_table(changed).to_pylist()}
    expected = {row["subject_id"]: row for row in pq.read_table(full).to_pylist()}
    assert {firm: row for firm, row in found.items() if row["score"] is not None} == {
        firm: expected[firm] for firm in ("firm1", "firm3", "firm500")
    }
    assert found["firm7"]["score"] is None
    assert "firm7" not in expected
    assert summary.evaluated == 3
    assert summary.stamp.touched_since == 1


def test_nothing_is_built_on_an_answer_to_another_question(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    before = tmp_path / "before.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=before)
    second_batch(ledger)
    with pytest.raises(UsageError) as refusal:
        evaluate(ledger, law, "m", as_of=date(2025, 9, 2), out=tmp_path / "x.parquet", since=before)
    assert refusal.value.rule == "cannot-build-on-result"
    assert "2025-09-01" in refusal.value.message.en
    with pytest.raises(UsageError, match="later batch"):
        evaluate(ledger, law, "m", as_of=DAY, known_at=0, out=tmp_path / "x.parquet", since=before)
    before.write_bytes(before.read_bytes() + b"x")
    with pytest.raises(InputError) as damaged:
        evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "x.parquet", since=before)
    assert damaged.value.rule == "result-damaged"


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("rows_of_buckets", [None, f"{FIRMS} 0"])
def test_nothing_is_built_on_a_file_that_does_not_say_where_its_buckets_are(
    ledger: Ledger, law: Any, tmp_path: Path, rows_of_buckets: str | None
) -> None:
    before, after = tmp_path / "before.parquet", tmp_path / "after.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=before)
    table = pq.read_table(before)
    notes = {key: text for key, text in table.schema.metadata.items() if key != b"gongxin_rows_of_buckets"}
    assert len(notes) < len(table.schema.metadata)
    if rows_of_buckets is not None:
        notes[b"gongxin_rows_of_buckets"] = rows_of_buckets.encode()
    pq.write_table(table.replace_schema_metadata(notes), before)
    change_stamp(tmp_path / "before.parquet.stamp.json", result_sha256=sha256_of(before))
    second_batch(ledger)
    for changed_only in (False, True):
        with pytest.raises(UsageError) as refusal:
            evaluate(ledger, law, "m", as_of=DAY, out=after, since=before, changed_only=changed_only)
        assert refusal.value.rule == "cannot-build-on-result"
        assert "rows of each bucket" in refusal.value.message.en
        assert "without --since" in refusal.value.message.en
        assert "不用 --since" in refusal.value.message.zh
    assert not after.exists()


@pytest.mark.usefixtures("small_parts")
def test_contributions_of_all_add_up_to_their_scores(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out, unfolded = tmp_path / "scores.parquet", tmp_path / "contributions.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=out, contributions=unfolded)
    sums: dict[str, Decimal] = {}
    for part in pq.read_table(unfolded).to_pylist():
        sums[part["subject_id"]] = sums.get(part["subject_id"], Decimal(1000)) + part["points"]
    scores = {row["subject_id"]: row["score"] for row in pq.read_table(out).to_pylist()}
    assert {firm: sums.get(firm, Decimal(1000)) for firm in scores} == scores
    lines = set(zip(*(pq.read_table(unfolded)[name].to_pylist() for name in ("dimension", "indicator")), strict=True))
    assert lines == {("conduct", "fines"), ("merit", "honours")}


@pytest.mark.usefixtures("small_parts")
def test_another_machine_comes_to_the_same_bytes(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=out)
    second_batch(ledger)
    shutil.copytree(tmp_path / "platform", tmp_path / "elsewhere")
    other = Ledger.open(Workspace.open(tmp_path / "elsewhere"))
    other.compact()
    again = tmp_path / "again.parquet"
    with duckdb_engine(other, 1) as engine:
        reproduce(other, law, tmp_path / "scores.parquet.stamp.json", again, engine=engine)
    assert again.read_bytes() == out.read_bytes()


def change_stamp(path: Path, **changes: Any) -> Path:
    stamp = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**stamp, **changes}), encoding="utf-8")
    return path


def test_what_is_different_is_said(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out, again = tmp_path / "scores.parquet", tmp_path / "again.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=out)
    stamp = tmp_path / "scores.parquet.stamp.json"
    kept = stamp.read_bytes()
    for changes, word in (
        ({"packs": {"cn-national": "0123456789abcdef"}}, "the pack cn-national"),
        ({"ledger": "00"}, "the ledger"),
        ({"known_at": 9}, "the ledger"),
        ({"law": "other"}, "the law"),
    ):
        with pytest.raises(UsageError) as refusal, duckdb_engine(ledger, 1) as engine:
            reproduce(ledger, law, change_stamp(stamp, **changes), again, engine=engine)
        assert refusal.value.rule == "cannot-reproduce"
        assert word in refusal.value.message.en
        assert not again.exists()
        stamp.write_bytes(kept)
    with pytest.raises(GongxinError) as different, duckdb_engine(ledger, 1) as engine:
        reproduce(ledger, law, change_stamp(stamp, engine="duckdb 0.1", result_sha256="00"), again, engine=engine)
    assert different.value.rule == "not-reproduced"
    assert "duckdb 0.1" in different.value.message.en


def test_a_file_that_is_no_stamp_is_said_to_be_none(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError) as refusal, duckdb_engine(ledger, 1) as engine:
        reproduce(ledger, law, tmp_path / "a.json", tmp_path / "x.parquet", engine=engine)
    assert refusal.value.rule == "not-a-stamp"

"""Workings save reading what was read before, and change nothing: whoever goes on from them gets the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from tests.evaluation.handing_in import DAY, hand_in

from gongxin.errors import InputError, UsageError
from gongxin.evaluation import parts
from gongxin.evaluation.duckdb_engine import duckdb_engine
from gongxin.evaluation.run import evaluate
from gongxin.evaluation.stamp import read_stamp, stamp_path
from gongxin.evaluation.workings import workings_path
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

CITE = {"instrument": "method", "article": "7", "verified": False}
FIRMS = 400


@pytest.fixture(scope="module")
def law(make_model: Any, make_law: Any, make_dimension: Any) -> Any:
    """Fines fade, and add up to a floor; of honours the latest counts, and of those of one day the highest."""
    fines = {"id": "fines", "from": ["penalty"], "points": -30, "cite": CITE, "decay": {"half_life": "12 months"}}
    latest = {"id": "latest", "from": ["honour"], "measure": "latest", "value": "value", "points": 1, "cite": CITE}
    return make_law(
        make_model(
            dimensions=[
                make_dimension("conduct", {**fines, "floor": -50}, floor=-60),
                make_dimension("merit", latest),
            ],
            grades=[
                {"id": "A", "title": {"zh": "优", "en": "A"}, "from": 990},
                {"id": "B", "title": {"zh": "良", "en": "B"}},
            ],
            grades_cite=CITE,
            requires=["registration"],
        )
    )


def records(item: str, firms: str, *, number: int = 0, version: int = 1, day: str = "DATE '2025-01-01'") -> str:
    """Record ``number`` of an item of these firms."""
    return (
        f"SELECT md5(concat('{item}', n, '-', {number})) AS record_id, {version} AS version, 'c{version}' AS content,"
        f" concat('firm', n) AS subject_id, 'enterprise' AS subject_kind, '{item}' AS item,"
        f" CAST({day} + CAST(n % 3 AS INTEGER) AS DATE) AS determined_on,"
        f" concat('{{\"value\":', (n * 7 + {number}) % 5, '}}') AS payload FROM ({firms}) t(n)"
    )


def firms(where: str) -> str:
    return f"SELECT n FROM range({FIRMS}) t(n) WHERE {where}"


def new_records_only(ledger: Ledger) -> None:
    """Some firms get a fine or an honour more, on the day of an earlier one or after it, and firm 500 is new."""
    hand_in(
        ledger,
        records("penalty", firms("n % 30 = 0"), number=1),
        records("honour", firms("n % 25 = 0"), number=2),
        records("honour", firms("n % 20 = 0"), number=3, day="DATE '2025-03-01'"),
        records("registration", "SELECT 500"),
    )


def records_revised(ledger: Ledger) -> None:
    """Fines come in a second version, one went to another firm; some of these firms get a new record as well."""
    hand_in(
        ledger,
        records("penalty", firms("n % 60 = 0"), version=2, day="DATE '2025-08-01'"),
        records("penalty", firms("n % 40 = 0"), number=4),
        records("penalty", "SELECT 5", number=9, version=2).replace("concat('penalty', n", "concat('penalty', 9"),
        moved="SELECT md5('penalty9-0') AS record_id, 2 AS version, 'firm9' AS from_subject, 'firm5' AS to_subject",
    )


def things_happened(ledger: Ledger) -> None:
    """A fine is repaired and another withdrawn; one of the two firms gets a new record as well."""
    happened = " UNION ALL ".join(
        f"SELECT 'e{n}' AS event_id, md5('penalty{n}-0') AS record_id, 'firm{n}' AS subject_id, '{kind}' AS kind,"
        " DATE '2025-08-01' AS effective_on"
        for n, kind in ((3, "repaired"), (6, "withdrawn"))
    )
    hand_in(ledger, records("penalty", "SELECT 3", number=5), events=happened)


def nothing(ledger: Ledger) -> None:
    """A batch without records."""
    hand_in(ledger)


def all_of_it(ledger: Ledger) -> None:
    """One batch after the other, the last about firms that the first was about."""
    for batch in (new_records_only, records_revised, nothing, things_happened):
        batch(ledger)
    hand_in(ledger, records("penalty", firms("n % 30 = 0"), number=6))


def put_together(ledger: Ledger) -> None:
    """New records, no longer in files of their own."""
    new_records_only(ledger)
    ledger.compact()


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """All firms registered, every third fined, every fifth honoured; divided as a nation's ledger would be."""
    monkeypatch.setattr(parts, "RECORDS_A_PART", 100)
    ledger = Ledger.open(Workspace.create(tmp_path / "platform", buckets=8))
    hand_in(
        ledger,
        records("registration", firms("true")),
        records("penalty", firms("n % 3 = 0")),
        records("honour", firms("n % 5 = 0")),
    )
    return ledger


@pytest.mark.parametrize(
    "later", [new_records_only, records_revised, things_happened, nothing, all_of_it, put_together]
)
def test_going_on_from_workings_gives_what_a_full_run_gives(
    ledger: Ledger, law: Any, tmp_path: Path, later: Callable[[Ledger], None]
) -> None:
    before, after, changed, read, full = (tmp_path / f"{name}.parquet" for name in "abcde")
    evaluate(ledger, law, "m", as_of=DAY, out=before, keep_workings=True)
    later(ledger)
    evaluate(ledger, law, "m", as_of=DAY, out=after, since=before)
    evaluate(ledger, law, "m", as_of=DAY, out=changed, since=before, changed_only=True)
    evaluate(ledger, law, "m", as_of=DAY, out=full)
    workings_path(before).unlink()
    evaluate(ledger, law, "m", as_of=DAY, out=read, since=before, changed_only=True)
    assert after.read_bytes() == full.read_bytes()
    assert changed.read_bytes() == read.read_bytes()
    assert read_stamp(stamp_path(before)).workings_sha256 is not None
    assert not workings_path(full).exists()


def test_whom_a_new_record_keeps_from_being_evaluated_has_a_row_without_a_score(
    ledger: Ledger, make_law: Any, make_model: Any, make_dimension: Any, tmp_path: Path
) -> None:
    fines = {"id": "fines", "from": ["penalty"], "points": -3, "cite": CITE}
    inquiry = {"id": "inquiry", "title": {"zh": "查", "en": "inquiry"}, "from": ["honour"], "cite": CITE}
    model = make_model(
        dimensions=[make_dimension("conduct", fines)], requires=["registration"], not_evaluated=[inquiry]
    )
    law = make_law(model)
    before, changed, read = (tmp_path / f"{name}.parquet" for name in "abc")
    evaluate(ledger, law, "m", as_of=DAY, out=before, keep_workings=True)
    hand_in(ledger, records("honour", firms("n % 7 = 0"), number=1))
    evaluate(ledger, law, "m", as_of=DAY, out=changed, since=before, changed_only=True)
    workings_path(before).unlink()
    evaluate(ledger, law, "m", as_of=DAY, out=read, since=before, changed_only=True)
    assert changed.read_bytes() == read.read_bytes()
    scores = {row["subject_id"]: row["score"] for row in pq.read_table(changed).to_pylist()}
    assert scores == {f"firm{n}": None for n in range(0, FIRMS, 7) if n % 5}


def test_a_result_is_the_same_with_and_without_workings(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    plain, kept, unfolded = (tmp_path / f"{name}.parquet" for name in ("plain", "kept", "unfolded"))
    evaluate(ledger, law, "m", as_of=DAY, out=plain, contributions=unfolded)
    both = unfolded.read_bytes()
    evaluate(ledger, law, "m", as_of=DAY, out=kept, contributions=unfolded, keep_workings=True)
    assert kept.read_bytes() == plain.read_bytes()
    assert unfolded.read_bytes() == both


def test_what_earlier_records_brought_is_taken_from_the_workings(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    before, changed = tmp_path / "before.parquet", tmp_path / "changed.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=before, keep_workings=True)
    kept_rows = pq.read_table(workings_path(before))
    of_no_line = kept_rows.set_column(2, "line", [[99] * len(kept_rows)]).cast(kept_rows.schema)
    pq.write_table(of_no_line, workings_path(before))
    stamp = stamp_path(before)
    kept = read_stamp(stamp).workings_sha256 or ""
    stamp.write_text(stamp.read_text("utf-8").replace(kept, sha256_of(workings_path(before))), "utf-8")
    new_records_only(ledger)
    evaluate(ledger, law, "m", as_of=DAY, out=changed, since=before, changed_only=True)
    scores = {row["subject_id"]: row["score"] for row in pq.read_table(changed).to_pylist()}
    assert scores["firm500"] is not None, "whoever is new needs no workings"
    assert "firm30" not in scores, "of whoever is not the registration is known from them alone"


def test_other_workings_than_those_of_the_result_are_refused(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    before = tmp_path / "before.parquet"
    evaluate(ledger, law, "m", as_of=DAY, out=before, keep_workings=True)
    workings_path(before).write_bytes(b"")
    with pytest.raises(InputError) as refused:
        evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "after.parquet", since=before)
    assert refused.value.rule == "workings-damaged"
    assert refused.value.where == str(workings_path(before))
    evaluate(ledger, law, "m", as_of=DAY, out=before)
    assert not workings_path(before).exists(), "those of a result that is gone go, too"


CYCLE = {"length": "12 months", "from": ["registration"], "cite": CITE}


@pytest.mark.parametrize(
    ("model", "window"),
    [
        ({"cycle": CYCLE}, {"window": "1 cycle"}),
        ({"for": ["natural_person"], "consent": {"purpose": "city-score", "cite": CITE}}, {}),
    ],
    ids=["a model with cycles", "a model by consent"],
)
def test_no_workings_are_kept_that_nobody_could_go_on_from_or_should(
    ledger: Ledger, make_law: Any, make_model: Any, make_dimension: Any, tmp_path: Path, model: Any, window: Any
) -> None:
    fines = {"id": "fines", "from": ["penalty"], "points": -3, "cite": CITE, **window}
    law = make_law(make_model(dimensions=[make_dimension("conduct", fines)], **model))
    with pytest.raises(UsageError) as refused:
        evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "a.parquet", keep_workings=True)
    assert refused.value.rule == "no-workings"
    assert list(tmp_path.glob("*.parquet")) == []


def test_an_engine_that_reads_all_again_keeps_none(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    with duckdb_engine(ledger, 1) as engine, pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(engine), "rests_on_workings", False)
        with pytest.raises(UsageError) as refused:
            evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "a.parquet", keep_workings=True, engine=engine)
    assert refused.value.rule == "no-workings"

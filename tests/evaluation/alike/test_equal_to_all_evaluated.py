"""One record of each sort, one subject of each history: whoever is evaluated by another's result has that result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.evaluation.filled import LAW, MODELS, day_of, filled
from tests.evaluation.handing_in import DAY, hand_in

from gongxin.errors import LawError
from gongxin.evaluation import duckdb_engine as engine_module
from gongxin.evaluation.alike import alike_model, part
from gongxin.evaluation.duckdb_engine import duckdb_engine
from gongxin.evaluation.run import evaluate
from gongxin.evaluation.sql import compile_model
from gongxin.evaluation.workings import workings_path
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gongxin.law.schema.model import EvaluationModel

__all__ = ["filled"]

pytestmark = pytest.mark.slow

NONE, ALL = range(0), range(1, 10**9)

#: Models by which everybody is evaluated for himself, and why: shipped in future, they may only become fewer.
EVERYBODY = {
    "cn.accountant-practice": "persons are chosen by their consent",
    "cn.sector.construction": "of two results of one day the later record decides",
    "cn.sector.environment": "of two results of one day the later record decides",
    "cn.sector.medical-insurance": "of two results of one day the later record decides",
    "cn.sector.tourism": "of two results of one day the later record decides",
    "cn.tax-credit": "a minus of the year before counts on in the edition of 2025",
    "cn.traffic-points": "points run in cycles",
}


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Have sorts looked for however few are alike; a list of whether each part was written so."""
    written: list[bool] = []

    def evaluate_alike(*given: Any) -> Any:
        evaluated = part.evaluate_alike(*given)
        written.append(evaluated is not None)
        return evaluated

    monkeypatch.setattr(part, "_WORTH", 0)
    monkeypatch.setattr(engine_module, "evaluate_alike", evaluate_alike)
    return written


def both_ways(ledger: Ledger, law: Any, model: str, day: date, folder: Path, known_at: int | None = None) -> list[Any]:
    """The bytes of a result, its contributions and its workings if it can have some: by everybody, by one of each."""
    compiled = compile_model(law, model, day)
    keeping = compiled.record_by_record and compiled.plan.model.consent is None
    files = []
    for name, alike in (("all", NONE), ("alike", ALL)):
        out, unfolded = folder / f"{name}.parquet", folder / f"{name}-unfolded.parquet"
        with duckdb_engine(ledger, 2, alike=alike) as engine:
            evaluate(
                ledger,
                law,
                model,
                as_of=day,
                known_at=known_at,
                out=out,
                contributions=unfolded,
                keep_workings=keeping,
                engine=engine,
            )
        written = [out, unfolded, *([workings_path(out)] if keeping else [])]
        files.append([file.read_bytes() for file in written])
    return files


@pytest.mark.parametrize("model", MODELS)
def test_of_every_shipped_model_the_bytes_are_those_of_all_evaluated(
    model: EvaluationModel, filled: Ledger, always: list[bool], tmp_path: Path
) -> None:
    everybody, one_of_each = both_ways(filled, LAW, model.id, day_of(model), tmp_path)
    assert one_of_each == everybody
    possible = alike_model(compile_model(LAW, model.id, day_of(model))) is not None
    assert always == ([True] if possible else [])


def test_all_other_shipped_models_tell_records_apart_by_what_they_read_of_them() -> None:
    compiled = [compile_model(LAW, model.id, day_of(model)) for model in LAW.models]
    assert {model.plan.model.id for model in compiled if alike_model(model) is None} == EVERYBODY.keys()


CITE = {"instrument": "method", "article": "7", "verified": False}
FIRMS = 1500


@pytest.fixture(scope="module")
def law(make_model: Any, make_law: Any, make_dimension: Any) -> Any:
    """Fines by kind, amount and age; how many there are; honours by their value; the latest grade."""
    fines = {
        "id": "fines",
        "from": ["penalty"],
        "cite": CITE,
        "by": [
            ("severity = 'serious' or has_any(kinds, 'revocation')", -60),
            ("amount >= 1000", -40),
            ("true", -24),
        ],
        "decay": {"steps": [("1 year", 0.85), ("2 years", 0.75)]},
        "floor": -90,
    }
    many = {"id": "many", "from": ["penalty"], "measure": "count", "points": -1, "cite": CITE}
    sums = {"id": "sums", "from": ["honour"], "measure": "sum", "value": "value", "points": 1, "cite": CITE}
    latest = {"id": "latest", "from": ["honour"], "measure": "latest", "value": "tons", "points": 1, "cite": CITE}
    return make_law(
        make_model(
            dimensions=[
                make_dimension("conduct", fines, many, floor=-100),
                make_dimension("merit", sums, latest, cap=50),
            ],
            grades=[
                {"id": "A", "title": {"zh": "优", "en": "A"}, "from": 990},
                {"id": "B", "title": {"zh": "良", "en": "B"}},
            ],
            grades_cite=CITE,
            requires=["registration"],
        )
    )


def records(item: str, number: int, where: str = "true", *, version: int = 1, firms: int = FIRMS) -> str:
    """Record ``number`` of an item of these firms: few different ones, on days around those that matter."""
    roll = f"CAST((hash(n, '{item}', {number}, {version}, {{}}) >> 24) % 1000003 AS BIGINT)"
    day = f"DATE '2025-09-01' - CAST({roll.format(1)} % 4 * 365 AS INTEGER) + CAST({roll.format(2)} % 3 - 1 AS INTEGER)"
    return f"""
        SELECT md5(concat('{item}', n, '-', {number})) AS record_id, {version} AS version,
            'c{version}' AS content, concat('firm', n) AS subject_id, 'enterprise' AS subject_kind, '{item}' AS item,
            CASE WHEN {roll.format(3)} % 9 > 0 THEN CAST({day} AS DATE) END AS determined_on,
            CASE WHEN {roll.format(4)} % 9 > 0 THEN CAST({day} AS DATE) END AS published_on,
            [NULL, [], ['fine'], ['fine', 'revocation'], ['revocation', NULL]][1 + {roll.format(5)} % 5] AS kinds,
            CAST([NULL, '999.99', '1000', '1000.01'][1 + {roll.format(6)} % 4] AS DECIMAL(18,2)) AS amount,
            [NULL, 'serious', 'minor'][1 + {roll.format(7)} % 3] AS severity,
            [NULL, FALSE, TRUE][1 + CAST(floor(sqrt({roll.format(8)} % 4)) AS INTEGER)] AS no_penalty,
            CAST({roll.format(9)} % 3 AS DECIMAL(18,6)) AS value,
            concat('{{{{"tons":', {roll.format(10)} % 4, ',"note":"', n, '"}}}}') AS payload
        FROM range({firms}) t(n) WHERE {where}""".replace("{{", "{").replace("}}", "}")


@pytest.fixture
def town(tmp_path: Path) -> Ledger:
    """A town: registered firms, most with penalties and honours, in the files of their buckets."""
    ledger = Ledger.open(Workspace.create(tmp_path / "platform", buckets=4))
    hand_in(
        ledger,
        records("registration", 0, "n % 40 > 0"),
        *(records("penalty", number, f"n % {number + 2} = 0") for number in range(4)),
        *(records("honour", number, f"n % {number + 3} = 0") for number in range(3)),
    )
    ledger.compact()
    return ledger


def test_of_a_town_the_bytes_are_those_of_all_evaluated(
    town: Ledger, law: Any, always: list[bool], tmp_path: Path
) -> None:
    everybody, one_of_each = both_ways(town, law, "m", DAY, tmp_path)
    assert one_of_each == everybody
    assert always == [True]


EVENTS = f"""
    SELECT md5(concat('e', n)) AS event_id, md5(concat('penalty', n, '-0')) AS record_id,
        concat('firm', n) AS subject_id,
        ['repaired', 'withdrawn', 'objection_opened', 'shielded'][1 + n // 2 % 4] AS kind,
        CAST(DATE '2025-08-30' + CAST(n % 5 AS INTEGER) AS DATE) AS effective_on
    FROM range(0, {FIRMS}, 10) t(n)"""

#: Each hundredth firm loses its first fine to the next one.
MOVED = f"""
    SELECT md5(concat('penalty', n, '-0')) AS record_id, 2 AS version, concat('firm', n) AS from_subject,
        concat('firm', n + 1) AS to_subject
    FROM range(0, {FIRMS}, 100) t(n)"""


@pytest.mark.parametrize("compacted", [False, True])
def test_so_they_are_when_records_were_repaired_revised_moved_or_came_late(
    town: Ledger, law: Any, always: list[bool], tmp_path: Path, compacted: bool
) -> None:
    hand_in(
        town,
        records("penalty", 1, "n % 20 = 0", version=2),
        records("penalty", 9, "n % 7 = 0"),
        records("penalty", 0, "n % 100 = 0", version=2).replace("concat('firm', n)", "concat('firm', n + 1)"),
        records("registration", 0, "n % 80 = 0"),
        events=EVENTS,
        moved=MOVED,
    )
    if compacted:
        town.compact()
    everybody, one_of_each = both_ways(town, law, "m", DAY, tmp_path)
    assert one_of_each == everybody
    before, one_of_each_before = both_ways(town, law, "m", DAY, tmp_path, known_at=1)
    assert one_of_each_before == before != everybody
    assert always == [True, True]


def test_a_firm_with_very_many_records_is_evaluated_for_itself(
    town: Ledger, law: Any, always: list[bool], tmp_path: Path
) -> None:
    hand_in(town, *(records("penalty", number, "n = 1") for number in range(10, 110)))
    everybody, one_of_each = both_ways(town, law, "m", DAY, tmp_path)
    assert one_of_each == everybody
    assert always == [True]


def test_where_hardly_any_are_alike_everybody_is_evaluated(
    law: Any, always: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    ledger = Ledger.open(Workspace.create(tmp_path / "platform", buckets=4))
    unlike = records("honour", 0, firms=50).replace('"note"', '"note":0,"tons"')
    hand_in(ledger, records("registration", 0, firms=50), unlike)
    everybody, one_of_each = both_ways(ledger, law, "m", DAY, tmp_path)
    assert one_of_each == everybody


def test_a_ledger_without_records_has_no_results(law: Any, always: list[bool], tmp_path: Path) -> None:
    ledger = Ledger.open(Workspace.create(tmp_path / "platform", buckets=4))
    everybody, one_of_each = both_ways(ledger, law, "m", DAY, tmp_path, known_at=0)
    assert one_of_each == everybody


def test_numbers_too_large_are_refused_in_the_same_words(
    town: Ledger, make_law: Any, make_model: Any, tmp_path: Path
) -> None:
    law = make_law(make_model({"from": ["penalty"], "value": "amount", "points": -1, "cite": CITE}))
    hand_in(town, records("penalty", 70).replace("'1000.01'", "'9999999999999999.99'"))
    for alike in (NONE, ALL):
        with (
            duckdb_engine(town, 2, alike=alike) as engine,
            pytest.raises(LawError) as refused,
        ):
            evaluate(town, law, "m", as_of=DAY, out=tmp_path / "out.parquet", engine=engine)
        assert refused.value.rule == "score-out-of-range"

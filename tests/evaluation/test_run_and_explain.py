"""From a ledger on disk to a result with its stamp, and back from one score to its reasons."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from gongxin.errors import NotFound, UsageError
from gongxin.evaluation.explain import Explainer, explain
from gongxin.evaluation.run import evaluate
from gongxin.ledger import Ledger
from gongxin.ledger.buckets import bucket_of
from gongxin.ledger.desk import Sort
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

CITE = {"instrument": "method", "article": "7", "verified": False}
DAY = date(2025, 9, 1)
FIRMS = 60


@pytest.fixture(scope="module")
def model(make_model: Any, make_dimension: Any) -> Any:
    fines = {"id": "fines", "from": ["penalty"], "points": -30, "cite": CITE, "decay": {"half_life": "12 months"}}
    return make_model(
        dimensions=[
            make_dimension("conduct", {**fines, "floor": -50}, floor=-40),
            make_dimension("merit", {"id": "honours", "from": ["honour"], "measure": "count", "points": "2.5"}, cap=5),
        ],
        grades=[
            {"id": "A", "title": {"zh": "优", "en": "A"}, "from": 990},
            {"id": "B", "title": {"zh": "良", "en": "B"}},
        ],
        grades_cite=CITE,
        reference_only={"from": "2025-01-01", "cite": CITE},
        requires=["registration"],
    )


def records(where: str) -> str:
    """Firms 0-59 are registered; every third has a penalty, every fifth three honours."""
    kinds = {
        "registration": "SELECT n, 0 AS k FROM range(60) t(n)",
        "penalty": "SELECT n, 0 AS k FROM range(60) t(n) WHERE n % 3 = 0",
        "honour": "SELECT n, k FROM range(60) t(n), range(3) u(k) WHERE n % 5 = 0",
    }
    parts = [
        f"SELECT md5('{item}' || n || '-' || k) AS record_id, 1 AS version, 'c' AS content, 'firm' || n AS subject_id,"
        f" 'enterprise' AS subject_kind, '{item}' AS item, DATE '2025-06-01' AS determined_on"
        f" FROM ({rows}) WHERE {where}"
        for item, rows in kinds.items()
    ]
    return " UNION ALL ".join(parts)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Two batches: firms 0-49, then firms 50-59 and a repair of firm 3's penalty."""
    ledger = Ledger.open(Workspace.create(tmp_path_factory.mktemp("platform"), buckets=4))
    with ledger.connect(threads=1) as connection:
        for where in ("n < 50", "n >= 50"):
            with ledger.begin(item="penalty", source="office", as_of=DAY) as batch:
                batch.append("record", connection, records(where))
                if where == "n >= 50":
                    batch.append(
                        "event",
                        connection,
                        "SELECT 'e1' AS event_id, md5('penalty3-0') AS record_id, 'firm3' AS subject_id,"
                        " 'repaired' AS kind, DATE '2025-08-01' AS effective_on",
                    )
                batch.commit({}, "digest", synthetic=True)
    return ledger


@pytest.fixture(scope="module")
def law(model: Any, make_law: Any) -> Any:
    return make_law(model)


def rows_of(path: Path) -> dict[str, dict[str, Any]]:
    return {row["subject_id"]: row for row in pq.read_table(path).to_pylist()}


def test_every_registered_firm_has_one_row_in_order_and_exact(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    summary = evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "scores.parquet")
    table = pq.read_table(tmp_path / "scores.parquet")
    assert table.column_names == ["subject_id", "score", "grade", "direct", "conduct", "merit"]
    assert str(table.schema.field("score").type) == "decimal128(18, 6)"
    firms = [f"firm{n}" for n in range(FIRMS)]
    assert table["subject_id"].to_pylist() == sorted(firms, key=lambda firm: (bucket_of(firm, 4), firm))
    rows = rows_of(tmp_path / "scores.parquet")
    faded = -30 * Decimal("0.840896415")  # three whole months of a half-life of twelve
    assert rows["firm6"]["conduct"] == round(faded, 6)
    assert rows["firm6"]["score"] == 1000 + round(faded, 6)
    assert (rows["firm3"]["score"], rows["firm3"]["grade"]) == (1000, "A"), "repaired"
    assert rows["firm5"]["merit"] == 5, "three honours of 2.5, capped"
    assert (summary.evaluated, summary.grades) == (FIRMS, {"A": 41, "B": 19})


def test_known_at_answers_from_what_was_handed_in_by_then(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    summary = evaluate(ledger, law, "m", as_of=DAY, known_at=1, out=tmp_path / "scores.parquet")
    rows = rows_of(tmp_path / "scores.parquet")
    assert summary.evaluated == 50
    assert rows["firm3"]["score"] < 1000, "the repair was not known yet"


def test_the_same_run_gives_the_same_bytes(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    outs = [tmp_path / "one" / "scores.parquet", tmp_path / "two" / "scores.parquet"]
    for out in outs:
        out.parent.mkdir()
        evaluate(ledger, law, "m", as_of=DAY, out=out)
    assert outs[0].read_bytes() == outs[1].read_bytes()
    stamps = [out.with_name("scores.parquet.stamp.json").read_bytes() for out in outs]
    assert stamps[0] == stamps[1]


def test_the_stamp_says_what_the_result_was_made_from(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    summary = evaluate(ledger, law, "m", as_of=DAY, out=out)
    stamp = json.loads((tmp_path / "scores.parquet.stamp.json").read_text(encoding="utf-8"))
    assert (stamp["model"], stamp["as_of"], stamp["known_at"], stamp["law"]) == ("m", "2025-09-01", 2, "test")
    assert stamp["result_sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert stamp["engine"].startswith("duckdb ")
    assert "评价方法" in stamp["reference_only"]["zh"]
    inside = json.loads(pq.read_metadata(out).metadata[b"gongxin_stamp"])
    assert inside == {key: value for key, value in stamp.items() if key != "result_sha256"}
    assert summary.as_dict()["grades"] == {"A": 41, "B": 19}


def test_progress_is_told_in_buckets(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "s.parquet", progress=lambda *step: told.append(step))
    assert told == [(0, 4), (4, 4)], "so few records are one part"


def test_an_explanation_adds_up_to_the_very_score_of_the_run(ledger: Ledger, law: Any, tmp_path: Path) -> None:
    evaluate(ledger, law, "m", as_of=DAY, out=tmp_path / "scores.parquet")
    rows = rows_of(tmp_path / "scores.parquet")
    for name in ("firm0", "firm1", "firm3", "firm5", "firm6", "firm15"):
        row = rows[name]
        explanation = explain(ledger, law, name, "m", as_of=DAY)
        assert (explanation.score, explanation.grade) == (row["score"], row["grade"])
        assert explanation.base + sum(part.points for part in explanation.contributions) == row["score"]
        assert explanation.dimensions == {"conduct": row["conduct"], "merit": row["merit"]}


def test_an_explanation_names_record_article_and_bound(ledger: Ledger, law: Any) -> None:
    answer = explain(ledger, law, "firm15", "m", as_of=DAY).as_dict()
    assert answer.keys() >= {"subject", "model", "as_of", "known_at", "base", "score", "grade", "contributions"}
    parts: Any = answer["contributions"]
    fine, honours, cap = parts
    assert fine == {
        "dimension": "conduct",
        "indicator": "fines",
        "kind": "record",
        "record_id": hashlib.md5(b"penalty15-0", usedforsecurity=False).hexdigest(),
        "measured": None,
        "points": Decimal("-25.226892"),
        "cite": "《评价方法》第7条（未核对原文）",
        "verified": False,
    }
    assert (honours["kind"], honours["measured"], honours["points"]) == ("value", 3, Decimal("7.5"))
    assert (cap["dimension"], cap["indicator"], cap["kind"], cap["points"]) == ("merit", None, "cap", Decimal("-2.5"))
    assert answer["reference_only"] == {"cite": "《评价方法》第7条（未核对原文）", "verified": False}


def test_a_file_whose_sort_is_known_is_explained_in_the_same_words(ledger: Ledger, law: Any) -> None:
    """Asked again, the sort has a statement of its own; firm 3's penalty was repaired, firm 1 is just registered."""
    with ledger.snapshot() as snapshot, ledger.desk() as desk:
        explaining = Explainer(desk, snapshot, law)
        for name in ("firm0", "firm1", "firm3", "firm5", "firm15"):
            due = explaining.explain(name, "m", DAY)
            items = desk.connection.execute("SELECT DISTINCT item FROM record").fetchall()
            sort = Sort(frozenset(item for (item,) in items), eventful=name == "firm3")
            for _ in range(2):
                assert explaining.explain_laid_out("m", DAY, snapshot.known_at, sort) == due
        desk.lay_out(snapshot, "firm999")
        with pytest.raises(NotFound):
            explaining.explain_laid_out("m", DAY, snapshot.known_at, Sort(frozenset(), eventful=False))


def test_an_unknown_subject_has_no_explanation(ledger: Ledger, law: Any) -> None:
    with pytest.raises(NotFound) as refused:
        explain(ledger, law, "firm999", "m", as_of=DAY)
    assert refused.value.rule == "unknown-subject"


def test_a_subject_not_known_yet_is_not_found_either(ledger: Ledger, law: Any) -> None:
    with pytest.raises(NotFound):
        explain(ledger, law, "firm55", "m", as_of=DAY, known_at=1)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"model": "no-such-model"}, "unknown-model"),
        ({"as_of": date(2019, 1, 1)}, "model-not-in-force"),
        ({"out": "missing-folder/scores.parquet"}, "cannot-write-result"),
    ],
)
def test_a_run_put_wrongly_is_refused_before_it_starts(
    changes: dict[str, Any], rule: str, ledger: Ledger, law: Any, tmp_path: Path
) -> None:
    put: dict[str, Any] = {"model": "m", "as_of": DAY, "out": "scores.parquet", **changes}
    with pytest.raises(UsageError) as refused:
        evaluate(ledger, law, put["model"], as_of=put["as_of"], out=tmp_path / put["out"])
    assert refused.value.rule == rule
    assert list(tmp_path.iterdir()) == []

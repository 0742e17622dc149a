"""Lin Su tries a draft rule: who moves, reckoned by hand (the table stands in conftest.py)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from gongxin.evaluation.simulation.grade_scales import grade_scales
from gongxin.evaluation.simulation.moves import VALUES, measure_moves

if TYPE_CHECKING:
    from gongxin.evaluation.simulation import Simulation


def test_the_matrix_is_the_one_reckoned_by_hand(found: Simulation) -> None:
    assert found.moves.before == found.moves.after == ("A", "B", "C", "D", "—")
    assert found.moves.counts == (
        (2, 0, 0, 0, 0),
        (1, 1, 1, 1, 0),
        (0, 0, 1, 0, 0),
        (0, 0, 1, 2, 0),
        (0, 0, 0, 0, 0),
    )
    assert (found.moves.up, found.moves.same, found.moves.down, found.moves.moved) == (2, 6, 2, 4)
    assert (found.moves.entered, found.moves.left) == (0, 0)
    assert found.moves.evaluated_before == found.moves.evaluated_after == 10


def test_within_each_attribute_everybody_is_in_one_matrix(found: Simulation) -> None:
    assert set(found.within) == {"kind", "region", "industry", "scale"}
    for by_value in found.within.values():
        cells = zip(*(moves.counts for moves in by_value.values()), strict=True)
        summed = tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in cells)
        assert summed == found.moves.counts


def test_a_district_has_its_own_matrix_and_firms_without_one_stand_together(found: Simulation) -> None:
    first, second, nowhere = (found.within["region"][code] for code in ("990101", "990102", ""))
    assert (first.up, first.same, first.down) == (1, 3, 1), "firms 05, 01-03, 04"
    assert (second.up, second.same, second.down) == (1, 2, 1), "firms 08, 07 and 09, 06"
    assert nowhere.same == 1, "firm 10"
    assert list(found.within["region"]) == ["990101", "990102", ""], "the largest first, the unknown last"
    assert found.within["industry"]["建筑业"].down == 1
    assert found.within["scale"]["小型"].down == 1


def test_values_met_seldom_stand_together_and_so_do_those_of_whom_nothing_is_stated(law: Any) -> None:
    model = law.model("yg.enterprise", date(2026, 6, 30))
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            """CREATE TABLE pair AS SELECT 'A' AS before, if(n % 2 = 0, 'B', 'A') AS after, 'enterprise' AS kind,
            CASE WHEN n < 30 THEN 'r' || n WHEN n < 70 THEN 'r0' WHEN n < 80 THEN '' END AS region,
            NULL AS industry, 'small' AS scale FROM range(90) t(n)"""
        )
        overall, within = measure_moves(connection, grade_scales(model, model))
    assert (overall.down, overall.same) == (45, 45)
    regions = within["region"]
    assert (next(iter(regions)), len(regions), list(regions)[-2:]) == ("r0", VALUES + 2, ["…", ""])
    assert [regions[value].evaluated_before for value in ("r0", "…", "")] == [41, 10, 20]
    assert sum(of.evaluated_before for of in regions.values()) == 90
    assert list(within["industry"]) == [""]


def test_scores_change_for_those_with_large_fines_and_nobody_else(found: Simulation) -> None:
    assert (found.scores.lower, found.scores.same, found.scores.higher) == (3, 7, 0)
    assert found.scores.changes is not None
    assert found.scores.changes.mean == Decimal("-18.3333"), "-15, -30 and -10"


def test_a_rule_is_told_with_those_it_catches_and_those_it_lets_go(found: Simulation) -> None:
    (listed,) = found.direct_grades.rules
    assert listed.before is not None
    assert listed.after is not None
    assert (listed.before.sets, listed.before.not_above) == ("D", None)
    assert (listed.after.sets, listed.after.not_above) == (None, "C")
    assert [title.en for title in listed.reads] == ["serious list"]
    assert (listed.subjects_before, listed.subjects_after) == (2, 1), "firm 09 is a D by its score alone"
    assert (listed.gained, listed.lost) == (0, 1)
    assert (found.direct_grades.gained, found.direct_grades.lost, found.direct_grades.exchanged) == (0, 1, 0)


def test_the_inspection_load_is_subjects_times_share(found: Simulation) -> None:
    load = found.load
    assert load is not None
    assert [(of.grade, of.subjects, of.inspections) for of in load.before] == [
        ("A", 2, Decimal("0.02")),
        ("B", 4, Decimal("0.08")),
        ("C", 1, Decimal("0.1")),
        ("D", 3, Decimal("0.9")),
    ]
    assert [of.subjects for of in load.after] == [3, 1, 3, 3]
    assert (load.total_before, load.total_after) == (Decimal("1.1"), Decimal("1.25"))
    assert [of.share.verified for of in load.after] == [True, True, True, False]


def test_what_the_draft_changes_is_told_line_by_line(found: Simulation) -> None:
    changes = [(change.part, change.id, change.field, change.before, change.after) for change in found.rule_changes]
    assert changes == [
        ("indicator", "penalties", "points", "-10", None),
        ("indicator", "penalties", "by", None, "amount >= 100000: -25; true: -10"),
        ("grade", "A", "from", "100", "95"),
        ("rule", "listed", "grade", "D", None),
        ("rule", "listed", "not_above", None, "C"),
    ]


def test_the_result_says_what_it_was_made_from(found: Simulation) -> None:
    assert (found.as_of, found.known_at, found.synthetic) == (date(2026, 6, 30), 2, True)
    assert (found.before.origin, found.after.origin) == ("in-force", "draft")
    assert [pack.id for pack in found.after.drafts] == ["draft"]
    assert found.before.law != found.after.law
    assert found.engine.startswith("duckdb ")


def test_as_plain_data_it_is_the_same(found: Simulation) -> None:
    told: dict[str, Any] = found.as_dict()
    assert told["format"] == "gongxin-simulation/1"
    assert told["moves"]["counts"][1] == [1, 1, 1, 1, 0]
    assert told["moves"]["evaluated_before"] == 10
    assert told["before"]["title"] == {"zh": "云泽市企业评价", "en": "Evaluation of enterprises of Yunze"}
    assert told["loses"][0]["lines"][0]["change"] == Decimal(-15)

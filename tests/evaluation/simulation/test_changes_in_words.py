"""What a draft changes, as the council of Yunze reads it on the page: in words, and conditions set apart as code."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.evaluation.simulation import drafted, version_in_force
from gongxin.evaluation.simulation.rule_changes import rule_changes
from gongxin.law.library import Law
from gongxin.law.schema.indicator import Indicator, Measure, Presence, Repair, RepairStep, Reversal, WithinEach
from gongxin.law.schema.model import (
    Base,
    BaseCase,
    Clearing,
    Consent,
    Cycle,
    Dimension,
    EvaluationModel,
    GradeBand,
    GradeRule,
    NotEvaluated,
)
from gongxin.reports.rule_words import Line, RuleWords
from gongxin.reports.simulation_page import render_simulation
from gongxin.reports.simulation_words import FIELDS, MEASURES, WORDS
from gongxin.reports.templating import speaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.evaluation.simulation import Simulation
    from gongxin.evaluation.simulation.rule_changes import RuleChange
    from gongxin.law.schema.basics import Node
    from gongxin.reports.wording import Language

pytestmark = pytest.mark.slow

DAY = date(2026, 6, 30)
PARTS_OF_A_RULE: tuple[type[Node], ...] = (
    *(EvaluationModel, Base, BaseCase, Dimension, Indicator, GradeBand, GradeRule, NotEvaluated, Presence),
    *(Repair, RepairStep, Reversal, WithinEach, Clearing, Consent, Cycle),
)


def reworked(model: dict[str, Any]) -> None:
    """A draft that touches most of what a rule can say."""
    conduct, merits = model["dimensions"]
    article = conduct["cite"]
    penalties, honours = conduct["indicators"][0], merits["indicators"][0]
    del penalties["points"]
    penalties["by"] = [["amount >= 100000", -25], ["true", -1]]
    penalties.update(window="2 years", when="amount > 0")
    penalties["decay"] = {"steps": [["12 months", 0.5]]}
    penalties["repair"] = {
        "steps": [{"within": "same year", "when": "amount <= 1000", "share": 0.4}],
        "cite": {**article},
    }
    penalties["repair"]["cite"] = {**article}
    honours["cap"] = 7.5
    honours["from"] = ["yg.honour", "yg.registration"]
    merits["indicators"].append(
        {
            "id": "prizes",
            "title": {"zh": "获奖次数", "en": "prizes"},
            "from": ["yg.honour"],
            "measure": "count",
            "bins": [{"to": 1, "points": 0}, {"from": 1, "to": 3, "points": 2}, {"from": 3, "points": 4}],
            "cite": {**article},
        }
    )
    model["grades"][0]["from"] = 95
    del model["rules"][0]["grade"]
    model["rules"][0]["not_above"] = "C"


@pytest.fixture
def reads(law: Law, packs: Path, draft: Callable[..., Path]) -> Callable[..., dict[tuple[str, str | None], Any]]:
    """The changes of the draft by part and field: what each side says, line by line."""

    def read(lang: Language) -> dict[tuple[str, str | None], Any]:
        current = version_in_force(law, "yg.enterprise", DAY)
        other = drafted(current, Law.load([packs, draft(reworked)], shipped=False))
        words = RuleWords(law, speaker(WORDS, lang), lambda grade: f"{grade}!")

        def sides(change: RuleChange) -> tuple[tuple[Line, ...], ...]:
            whole = change.field is None
            return tuple(words.lines(said, change.part, titled=whole) for said in (change.was, change.becomes))

        return {(change.id, change.field): sides(change) for change in rule_changes(current.model, other.model)}

    return read


def test_points_windows_and_dates_have_their_units(reads: Callable[..., Any], law: Law) -> None:
    zh, en = reads("zh"), reads("en")
    assert zh["penalties", "points"] == ((Line("−10 分"),), ())
    assert en["penalties", "window"] == ((), (Line("the last 2 years"),))
    assert zh["penalties", "window"][1] == (Line("近2年"),)
    assert zh["penalties", "decay"][1] == (Line("满12个月起计 50%"),)
    assert RuleWords(law, speaker(WORDS, "zh"), str).lines({"dated": "published_on"}) == (Line("公示日期"),)
    assert en["honours", "cap"] == ((Line("5 points"),), (Line("7.5 points"),))
    assert zh["A", "from"] == ((Line("100 分"),), (Line("95 分"),))


def test_items_and_grades_stand_by_their_titles(reads: Callable[..., Any]) -> None:
    assert reads("en")["honours", "from"][0] == (Line("honour"),)
    assert reads("zh")["honours", "from"][1] == (Line("守信荣誉、登记信息"),)
    assert reads("zh")["listed", "not_above"] == ((), (Line("C!"),))


def test_a_condition_is_code_beside_its_words_and_never_among_them(reads: Callable[..., Any]) -> None:
    en = reads("en")
    assert en["penalties", "when"][1] == (Line(code="amount > 0"),)
    assert en["penalties", "by"][1] == (Line("−25 points if", "amount >= 100000"), Line("otherwise: −1 point"))
    assert en["penalties", "repair"][1] == (
        Line("share given back:"),
        Line("within: by the end of the same year", depth=1),
        Line("condition:", "amount <= 1000", 1),
        Line("share: 40%", depth=1),
    )


def test_a_new_indicator_is_told_whole_field_by_field(reads: Callable[..., Any]) -> None:
    before, after = reads("zh")["prizes", None]
    assert before == ()
    assert [line.words for line in after] == [
        "读取事项：守信荣誉",
        "度量：记录条数",
        "分档：",
        "低于 1：0 分",
        "1 至 3（不含）：2 分",
        "3 及以上：4 分",
        "所属维度：守信",
    ]


def test_every_measure_and_every_field_of_a_rule_has_words() -> None:
    assert set(MEASURES) == set(Measure)
    untold = {"id", "title", "cite", "grades_cite", "note", "overrides", "in_force", "reference_only"}
    own_parts = {"base", "dimensions", "indicators", "grades", "rules", "not_evaluated"}
    for sort in PARTS_OF_A_RULE:
        names = {name.removesuffix("_") for name in sort.model_fields} - untold - own_parts
        assert names <= {key.rpartition(".")[2] for key in FIELDS}, sort.__name__


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_shipped_models_say_can_be_told_without_ids_of_items(lang: Language) -> None:
    law = Law.load()
    words = RuleWords(law, speaker(WORDS, lang), str)
    for model in law.models:
        bare = model.model_copy(update={"dimensions": (), "grades": (), "rules": (), "not_evaluated": ()})
        for change in rule_changes(bare, model):
            told = words.lines(change.becomes, change.part, titled=True)
            assert bool(told) == bool(change.becomes), "only the lowest grade, or a group without bounds, says nothing"
            assert all(line.words or line.code for line in told)
            assert not any(item in line.words for line in told for item in law.items), model.id


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_no_ids_of_parts_beside_their_titles(found: Simulation, law: Law, lang: Language) -> None:
    page = render_simulation(found, law, lang)
    table = page[page.index('<table class="stack changes">') : page.index('<section aria-labelledby="moves">')]
    assert "penalties</code>" not in table
    assert "yg." not in table
    assert "<code>amount &gt;= 100000</code>" in table
    assert "−25 " in table
    assert {"zh": "A 优秀", "en": "A excellent"}[lang] in table


def test_values_for_the_page_stay_out_of_the_plain_data(found: Simulation) -> None:
    (change, *_) = found.as_dict()["rule_changes"]
    assert change.keys() == {"part", "id", "title", "field", "before", "after"}

"""Asking the law about procedures: which one governs, in which place, on which day, and how long its terms are."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gongxin.errors import UsageError
from gongxin.law.library import Law
from gongxin.law.procedures import procedures_for, reading_day, span_on, term_of
from gongxin.law.schema.procedure import Procedure, ProcedureKind

SOUND = Path(__file__).parent / "sound"
CITY, ELSEWHERE = "990101", "330106"


@pytest.fixture(scope="module")
def law() -> Law:
    """The law of the invented city."""
    return Law.load([SOUND], shipped=False)


def repairs(law: Law, **asked: object) -> list[str]:
    given: dict[str, object] = {
        "item": "yunze.penalty",
        "rule_set": "yunze.publicity",
        "opening_day": date(2026, 1, 1),
        "region": CITY,
    }
    return [one.id for one in procedures_for(law, ProcedureKind.REPAIR, **(given | asked))]  # type: ignore[arg-type]


def written(tmp_path: Path, *changes: tuple[str, str], more: str = "") -> Law:
    """The law of the invented city with changes to its procedures."""
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "yunze" / "procedures.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text + more, encoding="utf-8")
    return Law.load([tmp_path], shipped=False)


def test_a_procedure_governs_in_its_place_and_nowhere_else(law: Law) -> None:
    assert repairs(law) == ["yunze.repair.2020"]
    assert repairs(law, region=ELSEWHERE) == []
    assert repairs(law, region=None) == [], "only what holds nationwide"


def test_it_governs_records_of_its_items_under_its_rule_sets(law: Law) -> None:
    assert repairs(law, item="yunze.other") == []
    assert repairs(law, rule_set="yunze.other") == []
    assert repairs(law, rule_set=None) == []
    assert repairs(law, item=None) == [], "it is about records, not about subjects as such"


def test_the_record_chooses_the_edition_where_the_procedure_says_so(law: Law) -> None:
    assert repairs(law, record_day=date(2019, 12, 31)) == []
    assert repairs(law, record_day=date(2020, 1, 1)) == ["yunze.repair.2020"]
    assert repairs(law, record_day=None, opening_day=date(2019, 12, 31)) == [], "a record without a day: the opening"


def test_a_procedure_with_a_condition_governs_what_the_condition_holds_of(tmp_path: Path) -> None:
    law = written(tmp_path, ("    rule_sets: [yunze.publicity]\n", "    when: amount >= 1000\n"))
    asked: list[Procedure] = []

    def holds(procedure: Procedure) -> bool:
        asked.append(procedure)
        return True

    assert repairs(law, holds=holds) == ["yunze.repair.2020"]
    assert [one.when for one in asked] == ["amount >= 1000"]
    assert repairs(law, holds=lambda _: False) == []
    assert repairs(law) == [], "nobody said that it holds"


OTHER = """
  - id: yunze.promise.other
    title: {zh: 另一种承诺, en: another promise}
    kind: commitment
    {extra}
    flow: yunze.promise
    in_force: {from: 2021-01-01}
    opens: [subject]
    cite: {instrument: yunze-rules, article: "33", verified: true}
    terms:
      - {deadline: keep-by, unset: true, cite: {instrument: yunze-rules, article: "33", verified: true}}
"""


def test_one_of_each_variant_is_offered_and_of_rivals_the_first(tmp_path: Path) -> None:
    for number, (extra, expected) in enumerate(
        {
            "variant: other": ["yunze.promise", "yunze.promise.other"],
            "precedence: 5": ["yunze.promise.other"],
            "precedence: -5": ["yunze.promise"],
        }.items()
    ):
        law = written(tmp_path / str(number), more=OTHER.replace("{extra}", extra))
        found = procedures_for(law, ProcedureKind.COMMITMENT, opening_day=date(2026, 1, 1), region=CITY)
        assert [one.id for one in found] == expected
        before = procedures_for(law, ProcedureKind.COMMITMENT, opening_day=date(2020, 12, 31), region=CITY)
        assert [one.id for one in before] == ["yunze.promise"]


def test_a_case_finds_its_edition_again(law: Law) -> None:
    assert law.procedure("yunze.repair.2020", date(2020, 1, 1)).flow == "yunze.repair"
    with pytest.raises(UsageError, match="begin on 2020-01-01"):
        law.procedure("yunze.repair.2020", date(2021, 1, 1))
    with pytest.raises(UsageError, match=r"did you mean 'yunze\.repair\.2020'"):
        law.procedure("yunze.repair.2021", date(2020, 1, 1))
    with pytest.raises(UsageError, match=r"did you mean 'yunze\.repair'"):
        law.flow("yunze.repairs")


def test_a_term_is_a_span_a_parameter_of_the_day_or_a_day_that_was_said(law: Law) -> None:
    repair = law.procedure("yunze.repair.2020", date(2020, 1, 1))
    promise = law.procedure("yunze.promise", date(2020, 1, 1))
    words = {name: term_of(law, repair, name, date(2026, 1, 1)).words.zh for name in ("accept", "make-up", "decide")}
    assert words == {"accept": "3个工作日", "make-up": "10日", "decide": "7个工作日，可以延长10个工作日"}
    keep = term_of(law, promise, "keep-by", date(2026, 1, 1))
    assert (keep.said, keep.words.en, keep.unset) == ("valid_to", "until the day agreed", False)
    with pytest.raises(KeyError):
        term_of(law, repair, "keep-by", date(2026, 1, 1))


def test_an_extension_is_counted_on_and_a_whole_from_the_start(tmp_path: Path) -> None:
    law = written(tmp_path, ("        extension: 10 working days\n", "        at_most: yunze.repair.decide\n"))
    repair = law.procedure("yunze.repair.2020", date(2020, 1, 1))
    term = term_of(law, repair, "decide", date(2026, 1, 1))
    assert term.words.en == "7 working days, prolonged to 7 working days in all"
    first, last = term.due(law.calendar, date(2026, 11, 23)), term.prolonged(law.calendar, date(2026, 11, 23))
    assert first == last
    assert first is not None
    assert first.day == date(2026, 12, 2)


def test_the_numbers_of_a_regime_are_read_while_it_was_in_force(tmp_path: Path) -> None:
    """A repair by the rules of 2020 has the term of 2020, however much the parameter has changed since."""
    law = written(
        tmp_path,
        (
            "    in_force: {from: 2020-01-01}\n    items:",
            "    in_force: {from: 2020-01-01, to: 2022-12-31}\n    items:",
        ),
    )
    file = tmp_path / "yunze" / "parameters.yaml"
    later = "      - {from: 2023-01-01, value: 2 working days, cite: {instrument: yunze-rules, verified: false}}\n"
    file.write_text(file.read_text(encoding="utf-8") + later, encoding="utf-8")
    law = Law.load([tmp_path], shipped=False)
    repair = law.procedure("yunze.repair.2020", date(2020, 1, 1))
    assert term_of(law, repair, "decide", date(2026, 1, 1)).words.en.startswith("7 working days")
    assert str(span_on(law, "yunze.repair.decide", date(2026, 1, 1))[0]) == "2 working days"
    assert span_on(law, "yunze.repair.decide", date(2010, 1, 1)) == (None, None)


@pytest.mark.parametrize(
    ("record_day", "opening_day", "expected"),
    [
        (date(2021, 5, 6), date(2026, 1, 1), date(2021, 5, 6)),
        (date(2018, 5, 6), date(2026, 1, 1), date(2020, 1, 1)),
        (None, date(2026, 1, 1), date(2026, 1, 1)),
        (None, date(2019, 1, 1), date(2020, 1, 1)),
    ],
)
def test_numbers_are_read_on_the_day_that_chooses_the_edition(
    law: Law, record_day: date | None, opening_day: date, expected: date
) -> None:
    repair = law.procedure("yunze.repair.2020", date(2020, 1, 1))
    assert reading_day(repair, opening_day=opening_day, record_day=record_day) == expected

"""A past day of Yunze, evaluated from what was known then, and what came of it: every figure by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import LawError, UsageError
from gongxin.evaluation.backtest import Among, BackTest, Outcome, backtest
from gongxin.evaluation.backtest.known import Basis
from gongxin.evaluation.backtest.question import window_before, window_of
from gongxin.evaluation.backtest.results import Caveat
from gongxin.law.schema.basics import Duration
from gongxin.reports.backtest_page import render_backtest

if TYPE_CHECKING:
    from tests.evaluation.backtest.conftest import City

    from gongxin.law.library import Law

pytestmark = pytest.mark.slow

YEAR = Duration.model_validate("1 year")
PUNISHED = Outcome("yunze.penalty")


def tried(city: City, law: Law, **how: Any) -> BackTest:
    asked: dict[str, Any] = {"as_of": date(2024, 12, 31), "horizon": YEAR, "outcome": PUNISHED, **how}
    return backtest(city.ledger, law, "yunze.standing", **asked)


@pytest.fixture(scope="module")
def found(yunze: City, law: Law) -> BackTest:
    """What the default question finds."""
    return tried(yunze, law)


def test_rates_by_grade_are_those_of_the_following_year(found: BackTest) -> None:
    assert found.by_grade is not None
    assert [(named.name, named.rate.hits, named.rate.cases) for named in found.by_grade.rates] == [
        ("A", 1, 6),
        ("B", 2, 3),
        ("C", 1, 1),
    ]
    assert found.by_grade.order.monotone
    assert (found.overall.hits, found.overall.cases) == (4, 10)
    # Punished: 100, 90, 90, 80; not punished: 100 five times, 90 once. Pairs the right way round:
    # 100 beats none and ties with five (2.5); each 90 beats five and ties with one (5.5); 80 beats all six.
    assert found.discrimination is not None
    assert found.discrimination.auc.value == Decimal("0.8125")  # (2.5 + 2 x 5.5 + 6) / 24


@pytest.mark.slow
def test_the_day_is_evaluated_from_what_was_known_that_day(own_yunze: City, law: Law) -> None:
    # A penalty of November, handed in a year late: nobody knew of it on the last day of 2024.
    own_yunze.penalties("2026-01-31", ("a1", "2024-11-01"))
    found = tried(own_yunze, law)
    assert found.asked.known.basis is Basis.THEN
    assert (found.asked.known.known_at, found.asked.known.handed_in_later) == (4, 1)
    assert found.by_grade is not None
    assert found.by_grade.rates[0].rate.cases == 6
    today = tried(own_yunze, law, known_at=own_yunze.ledger.last_batch)
    assert today.asked.known.basis is Basis.GIVEN
    assert today.by_grade is not None
    assert today.by_grade.rates[0].rate.cases == 5


@pytest.mark.slow
def test_a_ledger_filled_later_says_so_and_goes_by_the_dates(city: City, law: Law) -> None:
    city.visits("2026-01-31", *((f"a{n}", "2024-05-05", 0) for n in range(4)))
    city.penalties("2026-01-31", ("a0", "2024-06-01"), ("a0", "2025-03-01"))
    found = tried(city, law)
    assert found.asked.known.basis is Basis.DATED
    assert Caveat.FILLED_IN_BULK in found.caveats
    assert found.by_grade is not None
    assert [(named.name, named.rate.hits, named.rate.cases) for named in found.by_grade.rates] == [
        ("A", 0, 3),
        ("B", 1, 1),
        ("C", 0, 0),
    ]


@pytest.mark.slow
def test_the_window_opens_after_the_day_and_closes_with_its_last(yunze: City, law: Law) -> None:
    # b1's penalty is of the very last day; c0's of 1 December 2024 lies before the window.
    assert tried(yunze, law).overall.hits == 4
    assert tried(yunze, law, horizon=Duration.model_validate("11 months")).overall.hits == 3
    assert tried(yunze, law, as_of=date(2024, 11, 30), horizon=Duration.model_validate("1 day")).overall.hits == 1
    assert refused(yunze, law, as_of=date(2024, 12, 1), horizon=Duration.model_validate("1 day"))[0] == (
        "backtest-no-outcomes"
    )


def test_a_gap_moves_the_window(yunze: City, law: Law) -> None:
    window = tried(yunze, law, gap=90, horizon=Duration.model_validate("9 months")).asked.window
    assert (window.after, window.until) == (date(2025, 3, 31), date(2025, 12, 31))


@pytest.mark.slow
def test_a_condition_narrows_what_is_an_outcome(yunze: City, law: Law) -> None:
    outcome = Outcome("yunze.penalty", "determined_on >= date '2025-12-01'")
    assert tried(yunze, law, outcome=outcome).overall.hits == 1


def test_subjects_move_between_the_day_and_the_end(found: BackTest) -> None:
    assert found.moves is not None
    # a0 falls to B, b0 and b1 to C; nobody comes or goes.
    assert found.moves.overall.states == ("A", "B", "C", "—")
    assert found.moves.overall.counts == ((5, 1, 0, 0), (0, 1, 2, 0), (0, 0, 1, 0), (0, 0, 0, 0))
    by_industry = found.moves.within["industry"]
    assert sum(by_industry["food"].moves) + sum(by_industry["trade"].moves) == 10
    assert found.stability is not None
    assert found.stability.grades is not None
    assert found.stability.grades.index > 0


@pytest.mark.slow
def test_bands_are_compared_with_the_year_before(yunze: City, law: Law) -> None:
    assert tried(yunze, law).calibration.expected_as_of is None  # no record is dated 2023 or before
    found = tried(yunze, law, as_of=date(2024, 11, 30), horizon=Duration.model_validate("6 months"))
    assert found.calibration.expected_as_of == date(2024, 5, 30)
    assert sum(named.rate.hits for named in found.calibration.expected) == 4  # b0, b1, b2, c0, punished in June


@pytest.mark.slow
def test_inspections_are_cases_of_their_own(own_yunze: City, law: Law) -> None:
    own_yunze.visits(
        "2025-12-31",
        ("a1", "2025-04-01", 0),
        ("b0", "2025-05-01", 3),
        ("b0", "2025-06-01", 0),
        ("new", "2025-06-02", 2),
    )
    found = tried(own_yunze, law, outcome=Outcome("yunze.visit", "value > 0"))
    assert found.asked.outcome.among is Among.RECORDS
    assert (found.overall.hits, found.overall.cases) == (2, 4)
    assert found.by_grade is not None
    assert found.by_grade.not_evaluated is not None
    assert (found.by_grade.not_evaluated.hits, found.by_grade.not_evaluated.cases) == (1, 1)
    assert found.inspection_order is not None
    assert (found.inspection_order.inspections, found.inspection_order.findings) == (3, 1)
    assert found.inspection_order.days_earlier.value == 30  # b0's visit of May goes to the first day, in April
    assert Caveat.CASES_BELONG_TOGETHER in found.caveats
    placed = tried(own_yunze, law, outcome=Outcome("yunze.visit", "value > 0"), unevaluated_at=Decimal(80))
    assert placed.inspection_order is not None
    assert (placed.inspection_order.inspections, placed.inspection_order.findings) == (4, 2)


@pytest.mark.slow
def test_only_records_that_count_as_observed_are_cases(own_yunze: City, law: Law) -> None:
    own_yunze.visits("2025-12-31", ("a1", "2025-04-01", 0), ("b0", "2025-05-01", 3), ("b0", "2025-06-01", 1))
    outcome = Outcome("yunze.visit", "value > 1", observed_when="occurred_on >= date '2025-04-15'")
    found = tried(own_yunze, law, outcome=outcome)
    assert (found.overall.hits, found.overall.cases) == (1, 2)


@pytest.mark.slow
def test_who_the_official_was_is_tried_unasked_and_said_to_be_one(own_yunze: City, law: Law) -> None:
    # Wang writes everything down and Li nothing, whomever they visit.
    visits = [(f"a{n}", f"2025-05-{n + 10}", n % 2, ("li", "wang")[n % 2]) for n in range(6)]
    visits += [(f"b{n}", f"2025-05-{n + 20}", n % 2, ("li", "wang")[n % 2]) for n in range(3)]
    own_yunze.visits("2025-12-31", *visits)
    found = tried(own_yunze, law, outcome=Outcome("yunze.visit", "value > 0"), fields=["found"])
    by_field = {added.field: added for added in found.added}
    assert by_field["inspector"].official
    assert by_field["inspector"].alone == by_field["inspector"].with_ == 1
    assert by_field["inspector"].gain > 0
    assert "found" in found.asked.fields.names
    assert found.added[0].field == "inspector"


@pytest.mark.slow
def test_outcomes_of_subjects_never_evaluated_are_counted_apart(own_yunze: City, law: Law) -> None:
    own_yunze.penalties("2025-12-31", ("stranger", "2025-07-01"))
    found = tried(own_yunze, law)
    assert found.elsewhere == 1
    assert found.overall.hits == 4


@pytest.mark.slow
def test_a_window_that_is_not_over_and_few_outcomes_are_told(yunze: City, law: Law) -> None:
    assert Caveat.FEW_OUTCOMES in tried(yunze, law).caveats
    assert Caveat.WINDOW_NOT_OVER not in tried(yunze, law).caveats
    assert Caveat.WINDOW_NOT_OVER in tried(yunze, law, horizon=Duration.model_validate("2 years")).caveats


@pytest.mark.slow
def test_invented_records_mark_the_result(own_yunze: City, law: Law) -> None:
    own_yunze.penalties("2025-12-31", ("a2", "2025-07-01"), synthetic=True)
    assert tried(own_yunze, law).asked.synthetic


@pytest.mark.slow
def test_a_withdrawn_penalty_is_no_outcome(own_yunze: City, law: Law) -> None:
    with own_yunze.ledger.connect() as connection, own_yunze._batch("yunze.penalty", "2025-08-31") as batch:
        batch.append(
            "event",
            connection,
            "SELECT 'e1' AS event_id, 'b0-2025-03-01' AS record_id, 'b0' AS subject_id, 'withdrawn' AS kind,"
            " DATE '2025-08-01' AS effective_on",
        )
        batch.commit({"total": 1}, "0" * 64, synthetic=False)
    assert tried(own_yunze, law).overall.hits == 3


@pytest.mark.slow
def test_the_same_question_gets_the_same_answer(yunze: City, law: Law) -> None:
    assert tried(yunze, law).as_dict() == tried(yunze, law).as_dict()


@pytest.mark.slow
def test_progress_ends_where_it_says(yunze: City, law: Law) -> None:
    told: list[tuple[int, int | None]] = []
    tried(yunze, law, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def refused(city: City, law: Law, **how: Any) -> tuple[str, str, str]:
    with pytest.raises((UsageError, LawError)) as refusal:
        tried(city, law, **how)
    return refusal.value.rule, refusal.value.message.zh, refusal.value.message.en


def test_a_day_before_all_data_is_refused_with_the_first_one(yunze: City, law: Law) -> None:
    rule, zh, en = refused(yunze, law, as_of=date(2023, 6, 1))
    assert rule == "backtest-before-data"
    assert "2024-01-15" in zh
    assert "the first is of 2024-01-15: choose a later day" in en


def test_a_window_without_outcomes_is_refused(yunze: City, law: Law) -> None:
    rule, zh, en = refused(yunze, law, horizon=Duration.model_validate("30 days"))
    assert rule == "backtest-no-outcomes"
    assert "2025-12-31" in zh
    assert "no record of yunze.penalty" in en
    rule, _, en = refused(yunze, law, outcome=Outcome("yunze.penalty", "amount > 1000000"))
    assert rule == "backtest-no-outcomes"
    assert "4 records of yunze.penalty, and none meets the condition" in en


def test_an_item_never_handed_in_is_told(city: City, law: Law) -> None:
    city.visits("2024-01-31", ("a0", "2024-01-15", 0))
    rule, _, en = refused(city, law)
    assert rule == "backtest-no-outcomes"
    assert "was ever handed in" in en


def test_unknown_items_fields_and_columns_are_told_with_what_could_be_meant(yunze: City, law: Law) -> None:
    assert refused(yunze, law, outcome=Outcome("yunze.penalti"))[0] == "unknown-item"
    assert "yunze.penalty" in refused(yunze, law, outcome=Outcome("yunze.penalti"))[2]
    assert "did you mean 'district'" in refused(yunze, law, fields=["distrikt"])[2]
    assert refused(yunze, law, outcome=Outcome("yunze.penalty", "amont > 5"))[0] == "unknown-name"


def test_an_outcome_cannot_be_who_the_official_was(yunze: City, law: Law) -> None:
    rule, _, en = refused(yunze, law, outcome=Outcome("yunze.visit", "inspector = 'wang'"))
    assert rule == "unusable-name"
    assert "who the official was" in en


def test_a_day_outside_the_models_effect_is_refused(yunze: City, law: Law) -> None:
    assert refused(yunze, law, as_of=date(2019, 12, 31))[0] == "model-not-in-force"


@pytest.mark.parametrize(
    ("horizon", "gap"),
    [("5 working days", 0), ("0 days", 0), ("1 year", -1), ("1 year", 99_999_999), ("9000 years", 0)],
)
def test_a_window_that_is_none_is_refused(yunze: City, law: Law, horizon: str, gap: int) -> None:
    assert refused(yunze, law, horizon=Duration.model_validate(horizon), gap=gap)[0] == "backtest-horizon"


@pytest.mark.parametrize("span", ["1 month", "6 months", "1 year", "60 days"])
@pytest.mark.parametrize("gap", [0, 33])
def test_the_window_before_ends_when_the_day_is_reached(span: str, gap: int) -> None:
    horizon = Duration.model_validate(span)
    for day in (date(2024, 2, 29), date(2024, 3, 31), date(2025, 7, 15)):
        before = window_before(day, horizon, gap)
        assert 0 <= (day - before.until).days <= 3
        assert window_of(before.as_of, horizon, gap) == before


def test_where_nobody_was_known_nobody_is_judged(yunze: City, law: Law) -> None:
    nobody = tried(yunze, law, known_at=0)
    assert (nobody.overall.cases, nobody.elsewhere) == (0, 4)
    assert nobody.discrimination is None
    assert nobody.distribution is None
    assert "4 subjects not evaluated that day" in render_backtest(nobody, law, "en")

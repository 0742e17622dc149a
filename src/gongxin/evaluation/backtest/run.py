"""The back-test as a whole: evaluate, follow, measure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.backtest import measures
from gongxin.evaluation.backtest.bands import equal_bands
from gongxin.evaluation.backtest.calibration import BANDS, calibration, rates_by_band
from gongxin.evaluation.backtest.discrimination import measure_discrimination
from gongxin.evaluation.backtest.distribution import distribution
from gongxin.evaluation.backtest.inspection_order import inspection_order
from gongxin.evaluation.backtest.known import any_invented, last_day_handed_in, require_records, what_was_known
from gongxin.evaluation.backtest.question import compile_outcome, window_before, window_of
from gongxin.evaluation.backtest.results import Asked, BackTest
from gongxin.evaluation.backtest.study import Study
from gongxin.evaluation.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from gongxin.evaluation.backtest.calibration import Calibration
    from gongxin.evaluation.backtest.following import Fields
    from gongxin.evaluation.backtest.question import FollowedSql, Outcome, Window
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Duration
    from gongxin.ledger import Ledger


def backtest(
    ledger: Ledger,
    law: Law,
    model: str,
    *,
    as_of: date,
    horizon: Duration,
    outcome: Outcome,
    known_at: int | None = None,
    gap: int = 0,
    fields: Sequence[str] = (),
    unevaluated_at: Decimal | None = None,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> BackTest:
    """Evaluate as of a past day from what was known that day, follow the outcomes, and measure how they agree.

    The window starts ``gap`` days after ``as_of`` and lasts ``horizon``. ``known_at`` names a batch where something
    else than what was known that day is wanted. ``fields`` are tried beside the score, to see what they would add.
    ``unevaluated_at`` is the score at which an inspection of a subject not evaluated is placed in the order.

    Raises :class:`UsageError` for an unknown model, item or field, a day before the data (``backtest-before-data``), or
    a window in which nothing of what is followed happened (``backtest-no-outcomes``);
    :class:`gongxin.errors.LawError` for a condition that cannot be compiled.
    """
    edition = law.model(model, as_of)
    followed = compile_outcome(law, outcome)
    items = make_plan(edition, as_of).items_read
    wanted = measures.fields_asked(law, followed, items, fields)
    window, before = window_of(as_of, horizon, gap), window_before(as_of, horizon, gap)
    data_until = last_day_handed_in(ledger, outcome.item)
    if data_until is None:
        raise _never_handed_in(outcome.item)
    with ledger.connect() as connection, ledger.scratch() as scratch:
        study = Study(ledger, law, model, connection, scratch, progress)
        known = what_was_known(ledger, connection, items, as_of, known_at)
        require_records(known, items, as_of)
        last = ledger.last_batch
        study.learn_attributes(window, known.known_at, wanted)
        has_before = _lay_out_before(study, before, items, followed, wanted, known.known_at)
        stamp = study.lay_out(window, known.known_at, last, followed, wanted, "cases")
        asked = Asked(
            model=edition,
            outcome=replace(outcome, among=followed.among),
            window=window,
            fields=wanted,
            known=known,
            stamp=stamp,
            followed_at=last,
            data_until=data_until,
            synthetic=any_invented(ledger, wanted.items),
            unevaluated_at=unevaluated_at,
        )
        found = _measured(study, asked, before.as_of if has_before else None)
        study.finish()
    return found


def _measured(study: Study, asked: Asked, expected_as_of: date | None) -> BackTest:
    """Everything there is to measure over the cases that are laid out."""
    connection, edition = study.connection, asked.model
    overall, elsewhere = measures.measure_overall(connection, asked)
    has_later = _in_force(study.law, edition.id, asked.window.until)
    if has_later:
        study.evaluate(asked.window.until, asked.followed_at, "later")
    return BackTest(
        asked=asked,
        overall=overall,
        elsewhere=elsewhere,
        by_grade=measures.measure_by_grade(connection, edition),
        discrimination=measure_discrimination(connection, "cases", riskier=asked.riskier),
        calibration=_calibration(study, expected_as_of, riskier=asked.riskier),
        information=measures.measure_each_information(connection, edition),
        stability=measures.measure_stability(connection, edition) if has_later else None,
        moves=measures.measure_moves(connection, edition) if has_later else None,
        distribution=distribution(connection, "evaluation"),
        inspection_order=inspection_order(connection, asked),
        added=measures.measure_all_added(connection, study.law, asked.fields),
        caveats=measures.measure_caveats(connection, asked, overall),
    )


def _never_handed_in(item: str) -> UsageError:
    return UsageError(
        "backtest-no-outcomes",
        zh=f"从未报送过 {item} 的记录，无从知道后来发生了什么；请先报送，或改用其他事项。",
        en=f"No record of {item} was ever handed in, so nobody knows what happened; hand them in, or follow another "
        "item.",
        where=item,
    )


def _in_force(law: Law, model: str, day: date) -> bool:
    return any(edition.id == model and edition.in_force.covers(day) for edition in law.models)


def _lay_out_before(
    study: Study, before: Window, items: Sequence[str], followed: FollowedSql, fields: Fields, followed_at: int
) -> bool:
    """Lay out the cases of the window before, with outcomes known at a batch; whether that can be done."""
    if not _in_force(study.law, study.model, before.as_of):
        return False
    known = what_was_known(study.ledger, study.connection, items, before.as_of)
    if not known.records:
        return False
    study.lay_out(before, known.known_at, followed_at, followed, fields, "cases_before")
    return True


def _calibration(study: Study, expected_as_of: date | None, *, riskier: bool) -> Calibration:
    bands = equal_bands(study.connection, "cases", "score", BANDS)
    observed = rates_by_band(study.connection, "cases", bands)
    expected = () if expected_as_of is None else rates_by_band(study.connection, "cases_before", bands)
    if not any(named.rate.hits for named in expected):
        expected, expected_as_of = (), None
    return calibration(observed, expected, expected_as_of, riskier=riskier)

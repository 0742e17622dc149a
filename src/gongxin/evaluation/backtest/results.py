"""What a back-test finds, as a tree of plain values: the page, the JSON and programs read the same one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongxin.evaluation.plain_data import plain

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from gongxin.evaluation.backtest.added import Added
    from gongxin.evaluation.backtest.calibration import Calibration
    from gongxin.evaluation.backtest.discrimination import Discrimination
    from gongxin.evaluation.backtest.distribution import Distribution
    from gongxin.evaluation.backtest.following import Fields
    from gongxin.evaluation.backtest.information import Information
    from gongxin.evaluation.backtest.known import Known
    from gongxin.evaluation.backtest.migration import Migration
    from gongxin.evaluation.backtest.question import Outcome, Window
    from gongxin.evaluation.backtest.rates import NamedRate, Order, Rate
    from gongxin.evaluation.backtest.stability import Stability
    from gongxin.evaluation.ordering import OrderQuality
    from gongxin.evaluation.stamp import Stamp
    from gongxin.law.schema.model import EvaluationModel


class Caveat(StrEnum):
    """What a reader has to know before believing the figures; the page says each in a sentence."""

    FILLED_IN_BULK = "filled-in-bulk"
    WINDOW_NOT_OVER = "window-not-over"
    FEW_OUTCOMES = "few-outcomes"
    CASES_BELONG_TOGETHER = "cases-belong-together"
    MANY_NOT_EVALUATED = "many-not-evaluated"


@dataclass(frozen=True, slots=True)
class ByGrade:
    """Rates by grade, best grade first, and whether they stand in the order that the grades promise.

    ``not_evaluated`` is the rate of cases without a grade, where there are such cases.
    """

    rates: tuple[NamedRate, ...]
    order: Order
    not_evaluated: Rate | None


@dataclass(frozen=True, slots=True)
class Moves:
    """Where subjects stood at the end of the window: overall, and within the commonest values of an attribute.

    The last state is that of subjects not evaluated on one of both days.
    """

    overall: Migration
    within: dict[str, dict[str, Migration]]


@dataclass(frozen=True, slots=True)
class Stabilities:
    """How far scores and grades of all subjects moved from the day evaluated to the end of the window."""

    scores: Stability | None
    grades: Stability | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and from what it is answered.

    ``model`` is the edition tested, ``stamp`` that of its evaluation, ``followed_at`` the batch from which outcomes
    were read, ``data_until`` the last day on which records of the outcome's item were handed in; ``synthetic`` whether
    any of the records were invented, ``unevaluated_at`` the score at which subjects without one stand in the order of
    inspections.
    """

    model: EvaluationModel
    outcome: Outcome
    window: Window
    fields: Fields
    known: Known
    stamp: Stamp
    followed_at: int
    data_until: date
    synthetic: bool
    unevaluated_at: Decimal | None

    @property
    def first_day(self) -> date:
        """The first day on which outcomes count."""
        return self.window.after + timedelta(days=1)

    @property
    def riskier(self) -> bool:
        """Whether a high score stands for more outcomes."""
        return self.model.higher == "riskier"


@dataclass(frozen=True, slots=True)
class BackTest:
    """A back-test. What could not be measured is empty.

    ``elsewhere`` counts subjects with an outcome that were not evaluated, where cases are subjects.
    """

    asked: Asked
    overall: Rate
    elsewhere: int
    by_grade: ByGrade | None
    discrimination: Discrimination | None
    calibration: Calibration
    information: tuple[Information, ...]
    stability: Stabilities | None
    moves: Moves | None
    distribution: Distribution | None
    inspection_order: OrderQuality | None
    added: tuple[Added, ...]
    caveats: tuple[Caveat, ...]

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain data, with what is worked out from it and read most."""
        asked = self.asked
        measured = {
            field.name: plain(getattr(self, field.name), _WORKED_OUT) for field in fields(self) if field.name != "asked"
        }
        return {
            "model": asked.model.id,
            "as_of": asked.window.as_of,
            "outcome": plain(asked.outcome, _WORKED_OUT),
            "window": plain(asked.window, _WORKED_OUT),
            "higher": asked.model.higher,
            "known": plain(asked.known, _WORKED_OUT),
            "followed_at": asked.followed_at,
            "data_until": asked.data_until,
            "synthetic": asked.synthetic,
            "unevaluated_at": asked.unevaluated_at,
            "stamp": asked.stamp.as_dict(),
            **measured,
        }


#: Properties that belong into the plain data.
_WORKED_OUT = ("beyond_chance", "gain", "shares")

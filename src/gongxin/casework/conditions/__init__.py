"""The conditions of opening a case that a machine can check: one implementation for each :class:`Check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.conditions import earlier_cases, lists, periods, records
from gongxin.casework.conditions.answers import Answer, Asked, all_met_from
from gongxin.law.schema.procedure import Check

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.law.schema.procedure import Condition

__all__ = ["CHECKS", "Answer", "Asked", "all_met_from", "answer", "answers"]

#: How each check is made.
CHECKS: dict[Check, Callable[[Condition, Asked], Answer]] = {
    Check.MINIMUM_PERIOD: periods.minimum_period,
    Check.APPLY_BY: periods.apply_by,
    Check.REPAIRABLE_CLASS: records.repairable_class,
    Check.STILL_STANDING: records.still_standing,
    Check.WAS_REPAIRED: records.was_repaired,
    Check.NO_NEW_OF_KIND: records.no_new_of_kind,
    Check.RECORD: records.record_meets,
    Check.DECLARED: records.declared,
    Check.NOT_ON_LIST: lists.not_on_list,
    Check.ON_LIST: lists.on_list,
    Check.GRADE: lists.grade,
    Check.NOT_TWICE: earlier_cases.not_twice,
    Check.NO_BAR: earlier_cases.no_bar,
    Check.DECIDED_BEFORE: earlier_cases.decided_before,
}


def answer(condition: Condition, asked: Asked) -> Answer:
    """Whether one condition is met."""
    return CHECKS[condition.check](condition, asked)


def answers(asked: Asked) -> tuple[Answer, ...]:
    """Whether each condition of the procedure is met, in the order of the procedure."""
    return tuple(answer(condition, asked) for condition in asked.procedure.conditions)

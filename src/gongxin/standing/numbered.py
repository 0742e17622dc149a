"""Publicity classes of all rule sets in one numbered row, in the order in which they claim a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gongxin.law.schema.publicity import PublicityClass, PublicityRules


@dataclass(frozen=True, slots=True)
class NumberedClass:
    """A class, the rule set it belongs to, and the number by which compiled SQL knows it (from 1)."""

    number: int
    rules: PublicityRules
    of: PublicityClass


@dataclass(frozen=True, slots=True)
class NumberedRules:
    """A rule set and its classes."""

    rules: PublicityRules
    classes: tuple[NumberedClass, ...]


def number_classes(publicity: Iterable[PublicityRules], as_of: date) -> tuple[NumberedRules, ...]:
    """The rule sets in the order in which they claim a record, their classes numbered through.

    Highest precedence first; among equals one that governs its own time goes before one that reaches back, a later
    one before an earlier one. A rule set that reaches back does so from its first day of effect: as of an earlier day
    it is not there. (One that does not reach back governs nothing dated before that day anyway.)
    """
    in_order = sorted(
        (rules for rules in publicity if not (rules.reaches_back and as_of < rules.in_force.from_)),
        key=lambda rules: (-rules.precedence, rules.reaches_back, -rules.in_force.from_.toordinal(), rules.id),
    )
    numbered: list[NumberedRules] = []
    number = 0
    for rules in in_order:
        classes = tuple(NumberedClass(number + place, rules, of) for place, of in enumerate(rules.classes, start=1))
        number += len(classes)
        numbered.append(NumberedRules(rules, classes))
    return tuple(numbered)

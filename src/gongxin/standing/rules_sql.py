"""Standing as one SQL query: all publicity rule sets, compiled for one day.

The query reads the views ``record`` and ``event`` and gives every record once, with what it is worth on that day.
It is the only definition there is: the view that reports read, the evaluation of millions and the question about one
record all run this text. Rules choose by comparing and never by joining, so that a reader who asks for one column
pays for one column.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.law.durations import end_sql
from gongxin.law.expressions import compile_expression
from gongxin.standing.events_sql import HAPPENED, happened_sql
from gongxin.standing.numbered import number_classes
from gongxin.standing.outcome_sql import outcome_columns, reason_number
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.publicity import DateColumn, PublicityRules
    from gongxin.standing.numbered import NumberedClass, NumberedRules

#: The day a record is of: the first of these that is filled in. A record without any of them exists on every day.
MADE_ON: tuple[DateColumn, ...] = ("determined_on", "occurred_on", "published_on", "effective_from")


@lru_cache(maxsize=64)
def record_standing_sql(law: Law, as_of: date) -> str:
    """A SELECT of every column of ``record``, followed by the columns of standing, as of the end of ``as_of``.

    Raises :class:`gongxin.errors.LawError` if a condition of a rule set cannot be compiled.
    """
    rule_sets = number_classes(law.publicity, as_of)
    classes = tuple(numbered for rules in rule_sets for numbered in rules.classes)
    return f"""\
WITH happened AS (
{happened_sql(as_of)}
), classed AS (
  SELECT record.*, {", ".join(HAPPENED)},
    coalesce(objected, FALSE) AS objected, coalesce(corrected, FALSE) AS corrected,
    {_first_of(MADE_ON)} AS made_on,
    {_class_number(law, rule_sets)} AS class_number
  FROM record LEFT JOIN happened USING (record_id)
), timed AS (
  SELECT *,
    {_choose(classes, _start)} AS starts_on,
    {_choose(classes, _period_end)} AS period_ends_on,
    {_choose(classes, _minimum_end)} AS minimum_ends_on
  FROM classed
), reasoned AS (
  SELECT *, {reason_number(law, classes, as_of)} AS reason_number
  FROM timed
)
SELECT * EXCLUDE ({", ".join(HAPPENED)}, objected, corrected, starts_on,
    made_on, class_number, period_ends_on, minimum_ends_on, reason_number),
  {outcome_columns(law, classes)}
FROM reasoned"""


def _first_of(columns: tuple[DateColumn, ...]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return f"coalesce({named})" if len(columns) > 1 else named


def _class_number(law: Law, rule_sets: tuple[NumberedRules, ...]) -> str:
    """The number of the class that claims the record; NULL where no rule set does."""
    claims = "".join(
        f"\n      WHEN {_governs(law, numbered.rules)} THEN {_class_within(law, numbered)}" for numbered in rule_sets
    )
    return f"CASE{claims}\n    END" if claims else "CAST(NULL AS INTEGER)"


def _governs(law: Law, rules: PublicityRules) -> str:
    start = _first_of(rules.starts)
    conditions = [f'"item" IN ({", ".join(map(literal, rules.items))})']
    if rules.reaches_back:
        conditions.append(f"{start} IS NOT NULL")
    else:
        conditions.append(f"{start} >= DATE '{rules.in_force.from_.isoformat()}'")
    if rules.in_force.to is not None:
        conditions.append(f"{start} <= DATE '{rules.in_force.to.isoformat()}'")
    if rules.when is not None:
        conditions.append(_condition(law, rules, rules.when, "when"))
    return " AND ".join(conditions)


def _class_within(law: Law, numbered: NumberedRules) -> str:
    """The first class whose condition holds; the schema sees to it that the last one takes what is left."""
    *conditional, last = numbered.classes
    whens = " ".join(
        f"WHEN {_condition(law, numbered.rules, of.of.when, of.of.id)} THEN {of.number}" for of in conditional
    )
    return f"CASE {whens} ELSE {last.number} END" if whens else str(last.number)


def _condition(law: Law, rules: PublicityRules, text: str, part: str) -> str:
    return compile_expression(text, law.fields_readable(rules.items), where=f"{rules.id}: {part}")


def _choose(classes: tuple[NumberedClass, ...], value: Callable[[NumberedClass], str | None]) -> str:
    """A date that depends on the class: one branch for each different way of working it out."""
    numbers: dict[str, list[str]] = {}
    for numbered in classes:
        sql = value(numbered)
        if sql is not None:
            numbers.setdefault(sql, []).append(str(numbered.number))
    branches = " ".join(f"WHEN class_number IN ({', '.join(of)}) THEN {sql}" for sql, of in numbers.items())
    return f"CASE {branches} END" if branches else "CAST(NULL AS DATE)"


def _start(numbered: NumberedClass) -> str:
    return _first_of(numbered.rules.starts)


def _minimum_end(numbered: NumberedClass) -> str | None:
    return None if numbered.of.minimum is None else end_sql(numbered.of.minimum, _start(numbered))


def _period_end(numbered: NumberedClass) -> str | None:
    """The last day of the class's period. A date column that is empty sets no end."""
    of = numbered.of
    until = None if of.until is None else f'"{of.until}"'
    if of.maximum is None:
        return until
    maximum = end_sql(of.maximum, _start(numbered))
    if until is None:
        return maximum
    if of.longest:
        return f"CASE WHEN {until} IS NOT NULL THEN greatest({until}, {maximum}) END"
    return f"least({until}, {maximum})"

"""Standing as one SQL query: all publicity rule sets, compiled for one day.

The query reads the views ``record`` and ``event`` and gives every record once, with what it is worth on that day.
It is the only definition there is: the view that reports read, the evaluation of millions and the question about one
record all run this text. Rules choose by comparing and never by joining, so that a reader who asks for one column
pays for one column.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.law.columns import DAY_OF_RECORD
from gongxin.law.expressions import compile_expression
from gongxin.standing.events_sql import HAPPENED, happened_sql, nothing_happened_sql
from gongxin.standing.numbered import number_classes
from gongxin.standing.outcome_sql import GROUND_COLUMNS, STANDING_COLUMNS, ground, outcome_columns, reason_number
from gongxin.standing.periods_sql import first_of, maximum_ends_on, period_ends_on, starts_on
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.readable import Readable
    from gongxin.law.schema.publicity import PublicityRules
    from gongxin.standing.numbered import NumberedRules


#: Columns that the stages add on their way, before those of standing take their place.
_WORKING = (
    *HAPPENED,
    "objected",
    "corrected",
    "made_on",
    "class_number",
    "starts_on",
    "maximum_ends_on",
    "period_ends_on",
)


@lru_cache(maxsize=64)
def record_standing_sql(
    law: Law,
    as_of: date,
    *,
    items: frozenset[str] | None = None,
    columns: tuple[str, ...] = STANDING_COLUMNS,
    kept: tuple[str, ...] | None = None,
    eventful: bool = True,
) -> str:
    """A SELECT of every column of ``record``, followed by those of standing, as of the end of ``as_of``.

    Who reads records of some ``items`` only, some ``columns`` of standing, or wants of the record only what is to be
    ``kept``, gets a shorter text for it: what is never read need not be planned. So does who knows that no event is
    about any of the records (not ``eventful``): the view ``event`` is not read then. Raises
    :class:`gongxin.errors.LawError` if a condition of a rule set cannot be compiled.
    """
    concerned = [rules for rules in law.publicity if items is None or items.intersection(rules.items)]
    rule_sets = number_classes(concerned, as_of)
    classes = tuple(numbered for rules in rule_sets for numbered in rules.classes)
    catalogue = tuple(item for item in law.items.values() if items is None or item.id in items)
    grounds = bool(GROUND_COLUMNS.intersection(columns))
    stages = {
        "happened": happened_sql(as_of, grounds=grounds) if eventful else nothing_happened_sql(grounds=grounds),
        "classed": _classed(law, rule_sets, items, kept, eventful=eventful),
        "started": f"SELECT *, {starts_on(classes)} AS starts_on FROM classed",
        "spanned": f"SELECT *, {maximum_ends_on(classes)} AS maximum_ends_on FROM started",
        "ended": f"SELECT *, {period_ends_on(classes)} AS period_ends_on FROM spanned",
        "reasoned": f"SELECT *, {reason_number(catalogue, classes, as_of)} AS reason_number FROM ended",
    }
    working = [*_WORKING, "reason_number"]
    if grounds:
        stages["grounded"] = f"SELECT *, {ground(catalogue, classes)} AS ground FROM reasoned"
        working.append("ground")
    clause = ",\n".join(f"{name} AS (\n{query}\n)" for name, query in stages.items())
    of_record = f"* EXCLUDE ({', '.join(working)})" if kept is None else ", ".join(f'"{name}"' for name in kept)
    outcome = outcome_columns(classes, columns, as_of)
    return f"WITH {clause}\nSELECT {of_record},\n  {outcome}\nFROM {list(stages)[-1]}"


def _classed(
    law: Law,
    rule_sets: tuple[NumberedRules, ...],
    items: frozenset[str] | None,
    kept: tuple[str, ...] | None,
    *,
    eventful: bool,
) -> str:
    """Records with what has happened to them, their own day, and the number of the class that claims them."""
    # What happened to none is one row for all of them.
    happened = "LEFT JOIN happened USING (record_id)" if eventful else "CROSS JOIN happened"
    of_items = "" if items is None else f'\nWHERE "item" IN ({", ".join(map(literal, sorted(items)))})'
    return f"""\
SELECT {_of_record(rule_sets, kept)}, {", ".join(HAPPENED)},
  coalesce(objected, FALSE) AS objected, coalesce(corrected, FALSE) AS corrected,
  {first_of(DAY_OF_RECORD)} AS made_on,
  {_class_number(law, rule_sets, items)} AS class_number
FROM record {happened}{of_items}"""


def _of_record(rule_sets: tuple[NumberedRules, ...], kept: tuple[str, ...] | None) -> str:
    """The columns of the record that are handed on: those to be kept, and those that a later stage reads."""
    if kept is None:
        return "record.*"
    starts = (name for numbered in rule_sets for name in numbered.rules.starts)
    ends = (of.of.until for numbered in rule_sets for of in numbered.classes if of.of.until is not None)
    return ", ".join(f'record."{name}"' for name in dict.fromkeys((*kept, "item", "no_penalty", *starts, *ends)))


def _class_number(law: Law, rule_sets: tuple[NumberedRules, ...], items: frozenset[str] | None) -> str:
    """The number of the class that claims the record; NULL where no rule set does.

    The item comes first: only the rule sets over it are tried on a record.
    """
    whens = ""
    for item in dict.fromkeys(item for numbered in rule_sets for item in numbered.rules.items):
        if items is None or item in items:
            claims = "".join(
                f"\n      WHEN {_governs(law, numbered.rules)} THEN {_class_within(law, numbered)}"
                for numbered in rule_sets
                if item in numbered.rules.items
            )
            whens += f"\n    WHEN {literal(item)} THEN CASE{claims}\n    END"
    return f'CASE "item"{whens}\n  END' if whens else "CAST(NULL AS INTEGER)"


def _governs(law: Law, rules: PublicityRules) -> str:
    """Whether a rule set claims a record of one of its items."""
    start = first_of(rules.starts)
    conditions = []
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
    return _compiled(law, rules.items, text, f"{rules.id}: {part}")


@lru_cache(maxsize=1024)
def _compiled(law: Law, items: tuple[str, ...], text: str, where: str) -> str:
    """A condition of a rule set. It is the same on every day, and worked out once."""
    return compile_expression(text, _names(law, items), where=where)


@lru_cache(maxsize=256)
def _names(law: Law, items: tuple[str, ...]) -> Mapping[str, Readable]:
    return law.fields_readable(items)

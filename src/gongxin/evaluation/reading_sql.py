"""Which records are read, as SQL over a row of ``source``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.law.columns import ColumnType
from gongxin.law.expressions import Compiled, analyse
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gongxin.evaluation.plan import CycleSpan, Reading
    from gongxin.law.library import Law
    from gongxin.law.readable import Readable


def in_list(value: str, texts: Iterable[str]) -> str:
    """Whether a text column has one of these values."""
    return f"{value} IN ({', '.join(map(literal, texts))})"


def day_sql(day: date) -> str:
    """A day as SQL."""
    return f"DATE '{day.isoformat()}'"


def compiled(law: Law, reading: Reading, text: str, want: ColumnType) -> Compiled:
    """An expression over the records of a reading."""
    return compiled_over(law, reading.items, text, want, reading.where)


@lru_cache(maxsize=4096)
def compiled_over(law: Law, items: tuple[str, ...], text: str, want: ColumnType, where: str) -> Compiled:
    """An expression over records of these items. It is the same on every day, and worked out once."""
    return analyse(text, _names(law, items), where, want)


@lru_cache(maxsize=256)
def _names(law: Law, items: tuple[str, ...]) -> Mapping[str, Readable]:
    return law.fields_readable(items)


def reads_sql(law: Law, reading: Reading) -> str:
    """Whether a record of one of its items is read."""
    dated = f'"{reading.dated}"'
    conditions = []
    if reading.only_counted:
        conditions.append("(counted OR reason = 'repaired')" if reading.repaired_too else "counted")
    until = f"{dated} <= {day_sql(reading.until)}"
    conditions.append(until if reading.needs_date else f"({dated} IS NULL OR {until})")
    if reading.since is not None:
        conditions.append(f"{dated} >= {day_sql(reading.since)}")
    if reading.cycle is not None:
        conditions += _in_cycle(law, reading, reading.cycle)
    if reading.when is not None:
        conditions.append(compiled(law, reading, reading.when, ColumnType.FLAG).sql)
    return " AND ".join(conditions)


def _in_cycle(law: Law, reading: Reading, span: CycleSpan) -> list[str]:
    """The bounds of a window in the subject's own cycles; see :mod:`.subject_sql` for the columns."""
    dated = f'"{reading.dated}"'
    running = _cycle_start(0)
    within = f"{dated} >= {_cycle_start(span.first * span.months)}"
    if span.carried_until is not None:
        until = compiled(law, reading, span.carried_until, ColumnType.DATE).sql
        within = f"({within} OR {until} IS NULL OR {until} >= {running})"
    conditions = [within]
    if span.previous:
        conditions.append(f"{dated} < {running}")
    if span.clears:
        conditions.append(f"(cleared_on IS NULL OR {dated} > cleared_on)")
    return conditions


def _cycle_start(months_ago: int) -> str:
    months = f"cycle_months - {months_ago}" if months_ago else "cycle_months"
    return f"CAST(cycle_anchor + to_months({months}) AS DATE)"

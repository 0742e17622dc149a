"""What a record brings to the lines that read it, in long form: the columns of one row for each record and line.

A record touches few of a model's lines, so a row for each line it touches costs far less than a column for each line it
might touch. Numbers of one type share a column, whatever lines they are for: ``n18_6`` has 18 digits, 6 of them after
the point; ``q18_0`` is what a ratio divides by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxin.evaluation.reading_sql import in_list
from gongxin.standing.lookup_sql import chosen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

#: Columns that are no numbers, and their types: the day of a record, the month or year it belongs to, a yes or no.
_OTHERS = {"day": "DATE", "span": "INTEGER", "meets": "BOOLEAN"}

#: The line of a row as a place in a list.
PLACE = "line + 1"

_ITEM = '"item"'

#: The records of a subject and line, counted.
FOUND = {"found": "count(*)"}


@dataclass(frozen=True, slots=True)
class Brought:
    """What one line, or whatever else asks for records, gets from them.

    ``items`` are those it reads, ``reads`` tells over a row of the source whether it reads that one, ``brings`` what it
    gets, by column. ``gathers`` are the columns of all its records of a subject together; ``only_counted`` tells that
    ``reads`` holds of no record which standing does not count.
    """

    number: int
    items: tuple[str, ...]
    reads: str
    brings: Mapping[str, str] = field(default_factory=dict)
    gathers: Mapping[str, str] = field(default_factory=dict)
    only_counted: bool = False


def number_column(type_: str, prefix: str = "n") -> str:
    """The column of numbers of a decimal type."""
    return prefix + "_".join(re.findall(r"[0-9]+", type_))


def column_type(column: str) -> str:
    """The type of a column, by its name."""
    digits, _, places = column[1:].partition("_")
    return _OTHERS.get(column) or f"DECIMAL({digits},{places})"


def brought_sql(parts: Sequence[Brought], source: str, on_file: Collection[str]) -> str:
    """``subject_id, record_id, line`` and the columns: what the records of ``source`` bring, item by item.

    Which lines can read a record follows from its item: only theirs are tried, and of items ``on_file`` only. A row is
    made of the number of the line first, and of what the record brings to it then: most lines of most records fall out
    between the two.
    """
    by_item: dict[str, list[Brought]] = {}
    # What decides whether a subject is evaluated comes last, and its items first here: most records are of them.
    for part in reversed(parts):
        for item in sorted({*part.items}.intersection(on_file)):
            by_item.setdefault(item, []).insert(0, part)
    items_of: dict[str, list[str]] = {}
    for item, of in by_item.items():
        items_of.setdefault(_lines_sql(of), []).append(item)
    whens = "".join(f"\n  WHEN {in_list(_ITEM, items)} THEN {lines}" for lines, items in items_of.items())
    reached = [part if {*part.items}.intersection(on_file) else None for part in parts]
    columns = "".join(f",\n  {_column_sql(column, reached)}" for column in _columns(parts))
    lines = f"CASE{whens}\nEND" if whens else "CAST([] AS INTEGER[])"
    return (
        f"SELECT subject_id, record_id, line{columns}\n"
        f"FROM (SELECT *, unnest({lines}) AS line\nFROM {source})\nWHERE line IS NOT NULL"
    )


def gathered_sql(parts: Sequence[Brought], source: str) -> str:
    """One row for each subject and line, and each month or year where these have bounds of their own."""
    keys = ["subject_id", "line", *(["span"] if any("span" in part.brings for part in parts) else [])]
    lines_of: dict[str, list[int]] = {}
    sql_of: dict[str, str] = {}
    for part in parts:
        for column, sql in part.gathers.items():
            lines_of.setdefault(column, []).append(part.number)
            sql_of[column] = sql
    columns = {
        # The greatest of several fields is dear to find: it is looked for only where it is asked for.
        column: f"{sql} FILTER (WHERE line IN ({', '.join(map(str, lines_of[column]))}))" if "(struct" in sql else sql
        for column, sql in sql_of.items()
    }
    listed = ", ".join([*keys, *(f"{sql} AS {column}" for column, sql in columns.items())])
    return f"SELECT {listed}\nFROM {source} GROUP BY {', '.join(keys)}"


def _columns(parts: Sequence[Brought]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(column for part in parts for column in part.brings))


def _lines_sql(parts: Sequence[Brought]) -> str:
    """The list of the lines that read a record of one item; empty where it does not count and all ask for that."""
    listed = f"[{', '.join(f'CASE WHEN {part.reads} THEN {part.number} END' for part in parts)}]"
    return f"CASE WHEN counted THEN {listed} END" if all(part.only_counted for part in parts) else listed


def _column_sql(column: str, parts: Sequence[Brought | None]) -> str:
    brings = chosen([None if part is None else part.brings.get(column) for part in parts], PLACE)
    return f"CAST({brings} AS {column_type(column)}) AS {column}"

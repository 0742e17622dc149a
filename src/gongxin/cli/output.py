"""How answers look: JSON for programs, plain tables for people, errors in one or two lines, a bar for long work."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gongxin.errors import GongxinError


def _number(value: Decimal) -> int | float | str:
    """A decimal as a JSON number that reads back to the very same digits; as text where none does."""
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else format(value, "f")


def to_json(value: Any) -> Any:
    """Turn an answer into what :mod:`json` can write: decimals keep every digit, dates are ISO."""
    match value:
        case Decimal():
            return _number(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Path():
            return str(value)
        case dict():
            return {str(key): to_json(item) for key, item in value.items()}
        case list() | tuple():
            return [to_json(item) for item in value]
        case _:
            return value


def print_json(value: Any) -> None:
    """Print an answer as one JSON document in UTF-8."""
    json.dump(to_json(value), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_error(error: GongxinError, *, as_json: bool) -> None:
    """Print an error on the error stream, in both languages, with the place it concerns."""
    if as_json:
        json.dump(error.as_dict(), sys.stderr, ensure_ascii=False)
        sys.stderr.write("\n")
        return
    place = f"{error.where}: " if error.where else ""
    sys.stderr.write(f"{place}{error.message.zh}\n{place}{error.message.en}\n")


def print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table for people."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, box=SIMPLE, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console().print(table)


def print_pairs(pairs: Mapping[str, object]) -> None:
    """Print names and values, one pair a line."""
    for name, value in pairs.items():
        sys.stdout.write(f"{name}: {'' if value is None else value}\n")


@contextmanager
def progress_bar(title: str, *, quiet: bool = False) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the error stream for work that may take longer than a breath; silent where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_tree(value: Any) -> None:
    """Print nested data for people, indented, as YAML: the form in which packs are written."""
    import yaml

    sys.stdout.write(yaml.safe_dump(_readable(to_json(value)), allow_unicode=True, sort_keys=False, width=110))


def _readable(value: Any) -> Any:
    """Without the empty branches, which only JSON readers need."""
    if isinstance(value, dict):
        return {name: _readable(item) for name, item in value.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [_readable(item) for item in value]
    return value

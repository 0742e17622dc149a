"""How answers look: JSON for programs, plain tables for people, errors in one or two lines, a bar for long work."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from rich.console import Console

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


#: Words up to so many characters stay whole in a table; a longer one (a path, a digest) may be broken.
_WHOLE_WORD = 24
#: Room that Chinese text needs if it is not to be read from top to bottom.
_NARROWEST_PROSE = 12
#: Columns of the screen between two columns of a table.
_GAP = 2


def print_table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], *, whole: Collection[str] = ()
) -> None:
    """Print a small table for people. Where it is too wide for the screen, its rows stand one below the other.

    Columns whose headings are ``whole`` hold what is copied into the next command: no word of theirs is ever broken.
    Without rows it says so: headings over nothing leave open whether something went wrong.
    """
    if not rows:
        sys.stdout.write(f"{title}: 无 none\n".removeprefix(": "))
        return
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    console = Console()
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    columns = zip(headings, *texts, strict=True)
    narrowest = [_narrowest(column, breaks=column[0] not in whole) for column in columns]
    if sum(narrowest) + _GAP * len(narrowest) > console.width:
        _print_cards(console, title, headings, texts)
        return
    table = Table(title=title, box=SIMPLE, title_justify="left", padding=(0, 1, 0, 0), show_edge=False)
    for heading, width in zip(headings, narrowest, strict=True):
        table.add_column(heading, overflow="fold", min_width=width, no_wrap=heading in whole)
    for row in texts:
        table.add_row(*row)
    console.print(table)


def _narrowest(texts: Sequence[str], *, breaks: bool) -> int:
    """The width below which a column cannot be read well: no common word is broken, no prose a character a line."""
    words = [len(word) for text in texts for word in re.findall("[!-~]+", text)]
    widths = [width for width in words if not breaks or width <= _WHOLE_WORD]
    lines = (line for text in texts for line in text.splitlines() if not line.isascii())
    widths += [min(2 * len(line), _NARROWEST_PROSE) for line in lines]
    return max(widths, default=1)


def _print_cards(console: Console, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console.print(Text(title, style="italic"))
    for row in rows:
        card = Table.grid(padding=(0, _GAP))
        card.add_column(style="bold")
        card.add_column(overflow="fold")
        for heading, cell in zip(headings, row, strict=True):
            card.add_row(" ".join(heading.splitlines()), cell)
        console.print(Padding(card, (1, 0, 0, _GAP)))


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

"""Finding the headings of a table, and refusing a table whose headings are another item's, missing or ambiguous."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.intake.file_messages import Value, file_error, file_note, listed
from gongxin.intake.headings import heading_key
from gongxin.intake.readers import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.errors import InputError
    from gongxin.intake.chunk import FileNote
    from gongxin.intake.headings import KnownHeadings
    from gongxin.law.schema.catalogue import CatalogueItem

#: A row with fewer known headings than this is a title or data.
_FEWEST = 2


def header_place(rows: Sequence[Sequence[str]], known: KnownHeadings) -> tuple[int, int] | None:
    """Place of the header among the first rows of a table and how many of its headings are known; None if none is.

    Where two rows of headings follow each other (Chinese titles over field codes), the lower one is the header.
    """
    scores = [max(known.score(row), (known.best_other(row) or (None, 0))[1]) for row in rows[: limits.HEADER_ROWS]]
    best = max(scores, default=0)
    if best < _FEWEST:
        return None
    place = scores.index(best)
    while place + 1 < len(scores) and scores[place + 1] * 2 > best:
        place += 1
    return place, scores[place]


def no_header(known: KnownHeadings, name: str) -> InputError:
    """The refusal of a table without headings that any item knows.

    It repeats nothing of the table: what stands where headings should may be personal.
    """
    wanted = [field for field in known.item.fields if field.required] or list(known.item.fields)
    expected = [f"{field.title.zh} ({field.codes[0]})" if field.codes else field.title.zh for field in wanted]
    return file_error("no-header", name, rows=limits.HEADER_ROWS, item=_title(known.item), expected=listed(expected, 5))


def check_headings(headings: Sequence[str], known: KnownHeadings, name: str) -> tuple[FileNote, ...]:
    """Raise :class:`gongxin.errors.InputError` unless the headings are the item's, each there once; notes otherwise."""
    if len(headings) > limits.COLUMNS:
        raise file_error("too-many-columns", name, columns=len(headings), limit=limits.COLUMNS)
    _refuse_duplicates(headings, name)
    own = known.score(headings)
    other = known.best_other(headings)
    if other is None or other[1] <= own:
        return ()
    item, score = other
    titles: dict[str, Value] = {
        "other": _title(item),
        "other_id": item.id,
        "item": _title(known.item),
    }
    present = known.index.fields_in(headings)
    lacking = [field for field in known.item.fields if field.required is True and field.id not in present]
    if lacking or own * 2 < score:
        raise file_error("wrong-item", name, item_id=known.item.id, **titles)
    return (file_note("fits-other-item", **titles),)


def _title(item: CatalogueItem) -> Message:
    return Message(zh=item.title.zh, en=item.title.en)


def _refuse_duplicates(headings: Sequence[str], name: str) -> None:
    columns: dict[str, list[int]] = {}
    for number, heading in enumerate(headings, start=1):
        if key := heading_key(heading):
            columns.setdefault(key, []).append(number)
    for numbers in columns.values():
        if len(numbers) > 1:
            columns_of_it = listed(list(map(str, numbers)))
            raise file_error("duplicate-heading", name, heading=headings[numbers[0] - 1].strip(), columns=columns_of_it)

"""The standing of one file after another on a desk, within milliseconds each.

What a statement over a handful of rows costs is setting up its expressions, and most of these are for records that the
file does not have. So each set of items gets a statement of its own out of the one definition, planned once.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import count
from typing import TYPE_CHECKING

from gongxin.standing.rules_sql import record_standing_sql
from gongxin.standing.view import standings_of, standings_sql

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.ledger.desk import Desk
    from gongxin.standing.view import Standing

#: Statements kept at the most, besides the two for all items. Files are of a few dozen sorts.
STATEMENTS = 64

#: Two may work at one desk; each names its statements as no other does.
_NUMBERS = count(1)

#: The items of a file's records (None: any), and whether an event is about one of them.
_Sort = tuple[frozenset[str] | None, bool]


class FileStandings:
    """Answers for the file that lies on ``desk``, as of the end of one day."""

    def __init__(self, desk: Desk, law: Law, as_of: date) -> None:
        self._desk, self._law, self._as_of = desk, law, as_of
        self._of_any = {eventful: self._planned((None, eventful)) for eventful in (True, False)}
        #: The statement of each sort of file, the sort asked for last at the end; None where it came but once.
        self._of_sort: OrderedDict[_Sort, str | None] = OrderedDict()

    def of(self, items: frozenset[str], *, eventful: bool) -> dict[str, Standing]:
        """The standing of every record on the desk, by record.

        ``items`` are those of the records, all of them; ``eventful`` says whether an event up to the day is about one.
        """
        return standings_of(self._desk.run(self._statement((items, eventful)))) if items else {}

    def _statement(self, sort: _Sort) -> str:
        """The statement for a sort of file. A sort that comes once is answered by the one for all items, since planning
        takes longer than a few answers."""
        if sort not in self._of_sort:
            self._of_sort[sort] = None
            self._drop_oldest()
            return self._of_any[sort[1]]
        self._of_sort.move_to_end(sort)
        statement = self._of_sort[sort]
        if statement is None:
            statement = self._of_sort[sort] = self._planned(sort)
        return statement

    def _drop_oldest(self) -> None:
        if len(self._of_sort) > STATEMENTS:
            _, statement = self._of_sort.popitem(last=False)
            if statement is not None:
                self._desk.discard(statement)

    def _planned(self, sort: _Sort) -> str:
        items, eventful = sort
        name = f"standings_{next(_NUMBERS)}"
        standing = record_standing_sql(self._law, self._as_of, items=items, kept=("record_id",), eventful=eventful)
        self._desk.prepare(name, standings_sql(f"({standing})"))
        return name

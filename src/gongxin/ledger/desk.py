"""A desk on which the file of one subject after another is laid out, for answers within milliseconds.

A file has a handful of rows; planning a query over them takes longer than running it. So the tables on the desk stay
the same and only their rows change: a query prepared once serves every file.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from gongxin.ledger.connection import connect
from gongxin.ledger.tables import EVENT, RECORD, TABLES
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from typing import Any

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.snapshot import Snapshot
    from gongxin.workspace import Workspace


#: What of DuckDB's planning pays on a desk: reading only the row groups and columns asked for.
_OPTIMIZERS = ("filter_pushdown", "unused_columns")

#: Statements kept of each question at the most, besides those for any file. Files are of a few dozen sorts.
STATEMENTS = 64

#: Several may work at one desk; each names its statements as no other does.
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Sort:
    """What a statement over a file need not provide for: its records are of ``items`` only (None: of any), and unless
    it is ``eventful`` no event is about one of them."""

    items: frozenset[str] | None = None
    eventful: bool = True


class Desk:
    """Tables ``subject``, ``record`` and ``event`` in :attr:`connection`, with the rows of the file laid out last.

    Views over them (of standing, say) may be made in the connection; the desk belongs to one thread.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection
        #: Whether a statement of its own has been planned for the file that lies here now.
        self.planned_for = False
        self._filled: tuple[str, ...] = ()
        optimizers = connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
        needless = ",".join(name for (name,) in optimizers if name not in _OPTIMIZERS)
        connection.execute(f"SET disabled_optimizers = {literal(needless)}")
        for table in TABLES.values():
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in table.stored.items())
            connection.execute(f"CREATE TEMP TABLE {table.name} ({columns})")

    def prepare(self, name: str, query: str) -> None:
        """Plan ``query`` once, to be run by :meth:`run` on each file."""
        # Over a few rows every plan is as good as another, and the best one takes longest to find and to set up.
        self.connection.execute("PRAGMA disable_optimizer")
        try:
            self.connection.execute(f"PREPARE {name} AS {query}")
        finally:
            self.connection.execute("PRAGMA enable_optimizer")

    def discard(self, name: str) -> None:
        """Forget a prepared query."""
        self.connection.execute(f"DEALLOCATE {name}")

    def run(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of a prepared query for the file on the desk."""
        return self.connection.execute(f"EXECUTE {name}").fetchall()

    def lay_out(self, snapshot: Snapshot, subject_id: str, tables: Sequence[str] = (RECORD.name, EVENT.name)) -> None:
        """Put a subject's file on the desk, in place of the one before: the rows of ``tables`` current in ``snapshot``.

        Tables not named are left empty: who needs only the records need not wait for the rest.
        """
        for name in self._filled:
            self.connection.execute(f"DELETE FROM temp.{name}")
        self.planned_for = False
        self._filled = tuple(name for name in tables if snapshot.may_hold(TABLES[name], subject_id))
        for name in self._filled:
            rows = snapshot.rows_of_subject(TABLES[name], subject_id)
            self.connection.execute(f"INSERT INTO temp.{name} {rows}")


class Statements:
    """The statements of one question, ``about`` something, for each sort of file.

    What a statement over a handful of rows costs is setting up its expressions, and most of these are for records that
    the file does not have. A sort that comes once is answered by a statement for more files than these, since planning
    takes longer than a few answers; when it comes again it gets its own. A file may be asked several questions, and
    whoever waits for it waits for one plan at the most: the others are made for the next of its sort.
    """

    def __init__(self, desk: Desk, text: Callable[[Any, Sort], str]) -> None:
        self._desk, self._text = desk, text
        self._general: dict[tuple[Hashable, Sort], str] = {}
        #: The sort asked for last at the end; None where it has no statement yet.
        self._special: OrderedDict[tuple[Hashable, Sort], str | None] = OrderedDict()

    def plan(self, about: Hashable, *, eventful: bool = True) -> None:
        """Plan the statement for files with records of any item, unless that was done before."""
        asked = about, Sort(eventful=eventful)
        if asked not in self._general:
            self._general[asked] = self._planned(*asked)

    def name(self, about: Hashable, sort: Sort) -> str:
        """The name of a statement that answers for a file of that sort."""
        asked = about, sort
        if sort.items is None or not self._comes_again(asked):
            return self._of_any(about, sort)
        name = self._special[asked]
        if name is None and not self._desk.planned_for:
            name = self._special[asked] = self._planned(about, sort)
            self._desk.planned_for = True
        return name or self._of_any(about, sort)

    def _comes_again(self, asked: tuple[Hashable, Sort]) -> bool:
        """Whether it came before; from now on it did."""
        if asked in self._special:
            self._special.move_to_end(asked)
            return True
        self._special[asked] = None
        if len(self._special) > STATEMENTS:
            _, name = self._special.popitem(last=False)
            if name is not None:
                self._desk.discard(name)
        return False

    def _of_any(self, about: Hashable, sort: Sort) -> str:
        uneventful = self._general.get((about, Sort(eventful=False)))
        if uneventful is not None and not sort.eventful:
            return uneventful
        self.plan(about)
        return self._general[about, Sort()]

    def _planned(self, about: Hashable, sort: Sort) -> str:
        name = f"statement_{next(_NUMBERS)}"
        self._desk.prepare(name, self._text(about, sort))
        return name


@contextmanager
def open_desk(workspace: Workspace) -> Iterator[Desk]:
    """A desk for the block."""
    with connect(workspace, threads=1) as connection:
        yield Desk(connection)

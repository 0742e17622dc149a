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

    @property
    def general(self) -> Sort:
        """The sort of files with records of any item."""
        return Sort(None, self.eventful)


class Desk:
    """Tables ``subject``, ``record`` and ``event`` in :attr:`connection`, with the rows of the file laid out last.

    Views over them (of standing, say) may be made in the connection; the desk belongs to one thread.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self.connection = connection
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
        self._filled = tuple(name for name in tables if snapshot.may_hold(TABLES[name], subject_id))
        for name in self._filled:
            rows = snapshot.rows_of_subject(TABLES[name], subject_id)
            self.connection.execute(f"INSERT INTO temp.{name} {rows}")


class Statements:
    """The statements of one question, ``about`` something, for each sort of file.

    What a statement over a handful of rows costs is setting up its expressions, and most of these are for records that
    the file does not have. A sort that comes once is answered by the statement for any file, since planning takes
    longer than a few answers; when it comes again it gets its own.
    """

    def __init__(self, desk: Desk, text: Callable[[Any, Sort], str]) -> None:
        self._desk, self._text = desk, text
        self._general: dict[tuple[Hashable, Sort], str] = {}
        #: The sort asked for last at the end; None where it came but once.
        self._special: OrderedDict[tuple[Hashable, Sort], str | None] = OrderedDict()

    def name(self, about: Hashable, sort: Sort) -> str:
        """The name of a statement that answers for a file of that sort."""
        asked = about, sort
        if sort == sort.general or asked not in self._special:
            if sort != sort.general:
                self._special[asked] = None
                self._drop_oldest()
            return self._of_any(about, sort.general)
        self._special.move_to_end(asked)
        return self._special[asked] or self._set(self._special, about, sort)

    def _of_any(self, about: Hashable, sort: Sort) -> str:
        return self._general.get((about, sort)) or self._set(self._general, about, sort)

    def _set(self, where: dict[tuple[Hashable, Sort], Any], about: Hashable, sort: Sort) -> str:
        name = f"statement_{next(_NUMBERS)}"
        self._desk.prepare(name, self._text(about, sort))
        where[about, sort] = name
        return name

    def _drop_oldest(self) -> None:
        if len(self._special) > STATEMENTS:
            _, name = self._special.popitem(last=False)
            if name is not None:
                self._desk.discard(name)


@contextmanager
def open_desk(workspace: Workspace) -> Iterator[Desk]:
    """A desk for the block."""
    with connect(workspace, threads=1) as connection:
        yield Desk(connection)

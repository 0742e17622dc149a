"""Names of the ledger, laid out so that a search among millions takes milliseconds.

A projection: worked out from a snapshot, kept in a file beside the office database, thrown away and rebuilt at will.
It answers like :func:`gongxin.subjects.lookup.find`, but compares only names that share one of the rarest pairs of
characters with what is sought; the common pairs, 有限 and the city's name, are in every name and find nothing.

Natural persons are not in it: who is not in the index cannot be searched by name (浙江省公共信用信息管理条例 art. 19).

What later batches say of names is put beside the file in memory; once that is much, the file is built anew.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from gongxin.pages.name_tables import INDEX_FORMAT, REGISTER, build, columns_of
from gongxin.subjects.identifiers.spelling import widths_and_capitals
from gongxin.subjects.kinds import SubjectKind
from gongxin.subjects.lookup import LEAST_SCORE, Likeness, find_sql, pairs_of, rarity_sql
from gongxin.subjects.names import name_key
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from gongxin.ledger import Ledger, Snapshot
    from gongxin.workspace import Workspace

#: Names compared character by character in one search. What would be more is a search for something in every name.
MOST_COMPARED = 20_000

#: Names changed since the file was built from which on it is built anew.
_MOST_RECENT = 20_000

_SHOWN = "kind, individual_business, synthetic"
_MEMORY = "512MB"


@dataclass(frozen=True, slots=True)
class Found:
    """A subject that may be meant. ``matched`` is the name that did it; another than ``name`` if it is a former one."""

    subject_id: str
    name: str | None
    matched: str | None
    kind: SubjectKind
    individual_business: bool
    synthetic: bool
    score: float
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Answer:
    """The likeliest first. ``common`` says that what was sought is in so many names that not all were compared,
    ``more`` that others are as well like it as to be shown, were there room."""

    found: tuple[Found, ...]
    common: bool = False
    more: bool = False


class NameIndex:
    """The index of one workspace in this process; may be used by several threads at once."""

    def __init__(self, workspace: Workspace, ledger: Ledger) -> None:
        self._folder = workspace.root / "office" / "names"
        self._ledger = ledger
        self._lock = Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._built_at = -1
        self._known_at = -1

    def search(self, sought: str, *, most: int = 20) -> Answer:
        """The subjects that a code or a name may mean; none for a text without letters or digits."""
        connection = self._current().cursor()
        try:
            by_code = self._by_code(connection, widths_and_capitals("".join(sought.split())))
            return Answer((by_code,)) if by_code is not None else self._by_name(connection, name_key(sought), most)
        finally:
            connection.close()

    def warm(self) -> int:
        """Have the index ready for the first who asks; the batch it knows."""
        self._current()
        return self._known_at

    def _by_code(self, connection: duckdb.DuckDBPyConnection, code: str) -> Found | None:
        for table in ("recent", "base.names"):
            found = connection.execute(
                f"SELECT subject_id, name, name, {_SHOWN} FROM {table}"
                " WHERE subject_id = ? AND kind <> 'natural_person'",
                [code],
            ).fetchone()
            if found is not None:
                return _found(*found, 1.0, Likeness.SAME_CODE)
        return None

    def _by_name(self, connection: duckdb.DuckDBPyConnection, key: str, most: int) -> Answer:
        if not key:
            return Answer(())
        counts = _counts(connection, pairs_of(key))
        telling, common = _telling(counts)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE compared AS {_compared_sql(key, telling)}")
        total = connection.execute("SELECT names FROM base.about").fetchone()
        assert total is not None, "every index says how many names it has"
        rarities = ", ".join(
            f"{rarity_sql(str(total[0]), str(counts[pair]))} AS pair_{number}"
            for number, pair in enumerate(pairs_of(key))
        )
        ranked = find_sql("compared", key, f"SELECT {rarities}")
        rows = connection.execute(
            f"SELECT ranked.subject_id, compared.name, ranked.name, {_SHOWN}, score, likeness"
            f" FROM ({ranked}) AS ranked JOIN compared USING (subject_id) ORDER BY score DESC, subject_id",
            {"limit": most + 1, "least": LEAST_SCORE},
        ).fetchall()
        return Answer(tuple(_found(*row) for row in rows[:most]), common, more=len(rows) > most)

    def _current(self) -> duckdb.DuckDBPyConnection:
        """The connection, brought up to the latest batch."""
        last = self._ledger.last_batch
        if self._connection is not None and last == self._known_at:
            return self._connection
        with self._lock:
            if self._connection is None or last != self._known_at:
                self._bring_up_to_date()
            assert self._connection is not None
            return self._connection

    def _bring_up_to_date(self) -> None:
        with self._ledger.snapshot() as snapshot:
            if self._connection is None:
                self._open(snapshot)
            changed = snapshot.named_since(self._built_at)
            if changed is not None and self._read_recent(snapshot, changed) > _MOST_RECENT:
                self._rebuild(snapshot)
            self._known_at = snapshot.known_at

    def _open(self, snapshot: Snapshot) -> None:
        """Attach the latest file there is; build one where there is none that can be read."""
        import duckdb

        self._connection = duckdb.connect(":memory:", config={"memory_limit": _MEMORY})
        for path in sorted(self._folder.glob(f"*.{INDEX_FORMAT}"), reverse=True):
            batch = int(path.stem)
            if batch > snapshot.known_at:
                continue  # of another ledger that was here before
            with suppress(duckdb.Error):
                self._attach(path, batch)
                return
        self._rebuild(snapshot)

    def _rebuild(self, snapshot: Snapshot) -> None:
        path = self._folder / f"{snapshot.known_at:08d}.{INDEX_FORMAT}"
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._ledger.connect() as connection:
            unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
            build(connection, snapshot, unfinished)
        unfinished.replace(path)
        self._attach(path, snapshot.known_at)
        for older in self._folder.glob(f"*.{INDEX_FORMAT}"):
            if older < path:
                older.unlink(missing_ok=True)  # who reads it has it open

    def _attach(self, path: Path, batch: int) -> None:
        assert self._connection is not None
        self._connection.execute("DETACH DATABASE IF EXISTS base")
        self._connection.execute(f"ATTACH {literal(str(path))} AS base (READ_ONLY)")
        self._connection.execute(f"CREATE OR REPLACE TABLE recent ({columns_of(REGISTER)})")
        self._built_at = batch

    def _read_recent(self, snapshot: Snapshot, changed: str) -> int:
        """Put what later batches say of names beside the file; how many names that is."""
        assert self._connection is not None
        names = ", ".join(REGISTER)
        subjects = snapshot.queries(among=f"({changed})")["subject"]
        self._connection.execute("BEGIN")
        self._connection.execute("DELETE FROM recent")
        self._connection.execute(f"INSERT INTO recent SELECT {names} FROM ({subjects})")
        self._connection.execute("COMMIT")
        count = self._connection.execute("SELECT count(*) FROM recent").fetchone()
        return int(count[0]) if count is not None else 0


def _found(*row: Any) -> Found:
    subject_id, name, matched, kind, individual_business, synthetic, score, likeness = row
    return Found(
        subject_id,
        name,
        matched,
        SubjectKind(kind),
        bool(individual_business),
        bool(synthetic),
        score,
        Likeness(likeness),
    )


def _counts(connection: duckdb.DuckDBPyConnection, pairs: Sequence[str]) -> dict[str, int]:
    """How many names have each pair."""
    listed = ", ".join(map(literal, pairs))
    found = connection.execute(f"SELECT pair, names FROM base.counts WHERE pair IN ({listed})").fetchall()
    return dict.fromkeys(pairs, 0) | dict(found)


def _telling(counts: dict[str, int]) -> tuple[list[str], bool]:
    """The rarest pairs, as many as lead to few enough names to compare; whether even the rarest leads to too many."""
    chosen: list[str] = []
    total = 0
    for pair, names in sorted(counts.items(), key=lambda of: (of[1], of[0])):
        if names and (not chosen or total + names <= MOST_COMPARED):
            chosen.append(pair)
            total += names
    return chosen, total > MOST_COMPARED


def _compared_sql(key: str, telling: Sequence[str]) -> str:
    """The names to compare with: those of the telling pairs, those that are the very name, and all recent ones."""
    names = ", ".join(REGISTER)
    listed = ", ".join(map(literal, telling)) or "NULL"
    return (
        f"SELECT {names} FROM base.names WHERE n IN (SELECT n FROM base.keys WHERE key = {literal(key)} UNION "
        f"(SELECT n FROM base.pairs WHERE pair IN ({listed}) LIMIT {MOST_COMPARED}))"
        f" AND subject_id NOT IN (SELECT subject_id FROM recent)"
        f" UNION ALL SELECT {names} FROM recent WHERE kind <> 'natural_person' AND name_key <> ''"
    )

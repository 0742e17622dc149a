"""Finding a subject by its code or by one of its names."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gongxin.subjects.lookup import find

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class FoundSubject:
    """A subject that may be meant.

    ``likeness`` says why: ``same-code``, or a :class:`~gongxin.subjects.lookup.Likeness`. ``score`` runs from 0 to 1
    and orders candidates.
    """

    subject_id: str
    name: str | None
    likeness: str
    score: float

    def as_dict(self) -> dict[str, Any]:
        """The candidate as plain data."""
        return asdict(self)


def find_subjects(ledger: Ledger, query: str, *, most: int = 10, known_at: int | None = None) -> list[FoundSubject]:
    """The subjects that ``query``, a code or a name, may mean; the likeliest first, none where nothing is like it."""
    with ledger.snapshot(known_at) as snapshot, ledger.connect() as connection:
        snapshot.attach(connection, subject_id=query.strip())
        by_code = _named(connection)
        if by_code:
            return by_code
        snapshot.attach(connection)
        return [
            FoundSubject(found.subject_id, found.name, found.likeness.value, found.score)
            for found in find(connection, "subject", query, limit=most)
        ]


def _named(connection: DuckDBPyConnection) -> list[FoundSubject]:
    rows = connection.execute("SELECT subject_id, name FROM subject").fetchall()
    return [FoundSubject(subject_id, name, "same-code", 1.0) for subject_id, name in rows]

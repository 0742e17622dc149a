"""Finding a subject of the ledger by its code or by one of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.subjects.lookup import find, find_by_code

if TYPE_CHECKING:
    from gongxin.ledger.ledger import Ledger
    from gongxin.subjects.lookup import Candidate


def find_subjects(ledger: Ledger, query: str, *, most: int = 10, known_at: int | None = None) -> list[Candidate]:
    """The subjects that ``query``, a code or a name, may mean; the likeliest first, none where nothing is like it."""
    code = query.strip()
    with ledger.snapshot(known_at) as snapshot, ledger.connect() as connection:
        snapshot.attach(connection, subject_id=code)
        by_code = find_by_code(connection, "subject", code)
        if by_code:
            return by_code
        snapshot.attach(connection)
        return find(connection, "subject", query, limit=most)

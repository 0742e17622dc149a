"""Judging the rows of a chunk by what is in them: the part of their way on which no other chunk matters.

It has a connection of its own, so that one chunk is judged while the one before is compared with the ledger and written
(:mod:`gongxin.intake.settling`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.intake import repeated_keys, rules
from gongxin.intake.candidates import CandidatesTables, candidates_sql
from gongxin.intake.constant_columns import Staged, stage
from gongxin.intake.fixed_columns import FixedColumns
from gongxin.intake.normalise import normalised_sql
from gongxin.intake.payload import payload_in_parts, unescaped_fields
from gongxin.intake.personal import cover_numbers, rows_with_numbers
from gongxin.intake.row_content import digests

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from gongxin.intake.chunk import Chunk
    from gongxin.intake.delivery import Delivery
    from gongxin.intake.payload import Payload
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem


@dataclass(slots=True)
class Judged:
    """A chunk that has been judged. Its candidates are in ``table``, which all connections see until it is handed over.

    ``staged`` are the cells, ``numbered`` the rows in which identity numbers were covered, and ``malformed`` the rows
    that could not be cut into cells. ``later`` has columns of the record that are not in the table, as SQL over it:
    those that are the same throughout, and the payload, which is put together from ``parts`` of it. ``said`` are the
    digests of what the rows say, once they have been made.
    """

    table: str
    staged: Staged
    numbered: pa.Table
    later: Mapping[str, str]
    parts: tuple[str, ...]
    malformed: pa.Table
    said: pa.Table | None = None

    def hand_over(self, connection: DuckDBPyConnection, item: CatalogueItem) -> str:
        """Give ``connection`` the chunk, as ``candidate``, ``said`` and ``number_covered``; return the relation in
        which its cells can be read."""
        self.digest(connection)
        connection.register("said", self.said)
        # The wide table of the chunk before goes first.
        connection.execute("DROP TABLE IF EXISTS candidate_row")
        connection.execute(f"ALTER TABLE {self.table} RENAME TO candidate_row")
        connection.execute(f"CREATE OR REPLACE TEMP VIEW candidate AS {self._with_payload('candidate_row')}")
        self.staged.show(connection)
        return cover_numbers(connection, item, self.numbered)

    def digest(self, connection: DuckDBPyConnection) -> None:
        """Make :attr:`said`, if that has not been done yet."""
        if self.said is None:
            self.said = digests(connection, f"({self._with_payload(self.table)})")

    def _with_payload(self, table: str) -> str:
        return f"SELECT *, {self.later['payload']} AS payload FROM {table}"


class Judging:
    """Judges one chunk of a delivery after the other. ``key`` is that of the digests of identity numbers."""

    def __init__(self, connection: DuckDBPyConnection, law: Law, delivery: Delivery, key: bytes) -> None:
        self._connection = connection
        self._law = law
        self._delivery = delivery
        self._key = key
        self._fixed = FixedColumns(delivery.item)
        self._tables = CandidatesTables(connection)
        rules.prepare(connection, delivery.item, law)

    def begin_file(self) -> None:
        """Say that the chunks that follow are of the next file."""
        repeated_keys.begin_file(self._connection)

    def judge(self, chunk: Chunk) -> Judged:
        """Make of each row the record it would be, with what there is to say about it. The chunk has a column a field
        (:meth:`gongxin.intake.mapping.Mapping.staged`)."""
        connection, item = self._connection, self._delivery.item
        staged = stage(connection, chunk.table)
        numbered = rows_with_numbers(connection, item, staged)
        payload = payload_in_parts(item, staged.constants, unescaped_fields(item, staged))
        candidates = self._candidates_sql(staged, cover_numbers(connection, item, numbered), payload)
        fixed = self._fixed.of(connection, staged, payload, candidates)
        table = self._tables.make(candidates, fixed)
        if item.key_repeats:
            repeated_keys.tell_apart(connection, table)
        later = {name: sql for name, sql in fixed.items() if name not in payload.parts}
        later["payload"] = payload.whole(fixed)
        parts = tuple(part for part in payload.parts if part not in fixed)
        return Judged(table, staged, numbered, later, parts, chunk.malformed)

    def digest(self, judged: Judged) -> None:
        """Make the digests of a chunk before it is handed over."""
        judged.digest(self._connection)

    def _candidates_sql(self, staged: Staged, readable: str, payload: Payload) -> str:
        item, law, delivery = self._delivery.item, self._law, self._delivery
        normalised = f"({normalised_sql(item, law, readable, staged.filled, _listed(item, staged))})"
        return candidates_sql(item, law, delivery.source, delivery.as_of, self._key, normalised, payload)


def _listed(item: CatalogueItem, staged: Staged) -> list[str]:
    """The fields whose values stand in a code list, and so are few; but for those that are the same in every row."""
    return [field.id for field in item.fields if field.values is not None and field.id not in staged.constants]

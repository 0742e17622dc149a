"""Rows in the form in which the ledger keeps them, before it is known which of them it will keep.

The candidates table has ``row`` and ``remarks``, the columns of the ledger's ``record`` that come from the row itself
(of the payload its parts, :class:`~gongxin.intake.payload.Payload`), the ``subject__`` columns that later steps compare
and, of an item that registers subjects, what it says of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.conditions import RECORD, condition_sql
from gongxin.intake.identity import (
    SUBJECT_CODE,
    SUBJECT_NAME,
    SUBJECT_ORG_CODE,
    SUBJECT_PERSON,
    identified_sql,
    record_id_sql,
)
from gongxin.intake.rules import remarks_of
from gongxin.intake.rules.dates import late_sql
from gongxin.intake.staging import REMARKS, ROW, Outcome, Remark, literal, named_rules, remarks_sql, text, typed
from gongxin.law.columns import COLUMNS
from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from duckdb import DuckDBPyConnection, Statement

    from gongxin.intake.payload import Payload
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem

_NO_PENALTY = "no__penalty"

#: Columns of the ledger's ``record`` that come from the row itself; ``version`` is found out later, and ``content``
#: (:mod:`gongxin.intake.row_content`) is not in the candidates table.
RECORD_COLUMNS = ("record_id", "content", *COLUMNS, "reported_on", "payload")


def candidates_sql(
    item: CatalogueItem,
    law: Law,
    source: str,
    as_of: date,
    key: bytes,
    normalised: str,
    payload: Payload,
) -> str:
    """The query of the candidates table over ``normalised``. Its text holds the digest key: keep it out of messages."""
    found = {"late": late_sql(item, law, as_of), "no_penalty": _NO_PENALTY}
    columns = ", ".join(f'{found.get(name, f"{RECORD}.{name}")} AS "{name}"' for name in COLUMNS)
    no_penalty = "false" if item.no_penalty_when is None else condition_sql(item.no_penalty_when, item, law)
    noted = Remark.where(_NO_PENALTY, "no-penalty", None, Outcome.ACCEPTED)
    rules, remarks = named_rules([*remarks_of(item, law, as_of), noted], "said")
    return f"""
        SELECT * EXCLUDE (said) REPLACE (
                CASE WHEN len(said) = 0 THEN {REMARKS} WHEN len({REMARKS}) = 0 THEN said
                    ELSE list_concat({REMARKS}, said) END AS {REMARKS}
            )
        FROM (
            SELECT {ROW}, {REMARKS}, {remarks_sql(remarks)} AS said,
                {record_id_sql(item, source, key)} AS record_id,
                {columns},
                DATE {literal(as_of.isoformat())} AS reported_on,
                {", ".join(f"{sql} AS {part}" for part, sql in payload.parts.items())},
                {", ".join([SUBJECT_PERSON, SUBJECT_CODE, SUBJECT_ORG_CODE, SUBJECT_NAME, *registered_sql(item)])}
            FROM (
                SELECT *, {no_penalty} AS {_NO_PENALTY}, {", ".join(rules)}
                FROM ({identified_sql(item, source, normalised, key)})
            )
        )"""


class CandidatesTables:
    """Makes the candidates tables of one chunk after the other.

    They are no temporary ones: who settles a chunk has to see its table. The statement is long; it is parsed again only
    where it is another one than for the chunk before.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._made = 0
        self._text = ""
        self._statements: list[Statement] = []

    def make(self, candidates: str, fixed: Iterable[str]) -> str:
        """Make the table of a chunk, without the columns that are ``fixed`` in it; return what it is called."""
        left_out = ", ".join(map(quoted, fixed))
        columns = f"* EXCLUDE ({left_out})" if left_out else "*"
        text = f"CREATE TABLE judged AS SELECT {columns} FROM ({candidates})"
        if text != self._text:
            self._text, self._statements = text, self._connection.extract_statements(text)
        for statement in self._statements:
            self._connection.execute(statement)
        self._made += 1
        name = f"judged_{self._made}"
        self._connection.execute(f"ALTER TABLE judged RENAME TO {name}")
        return name


def registered_sql(item: CatalogueItem) -> Iterator[str]:
    """What an item that registers subjects says of each, as columns ``subject__<property>``."""
    if item.registration is None:
        return
    for name, field_id in item.registration.model_dump().items():
        if field_id is not None:
            column = typed(field_id) if item.field(field_id).type is FieldType.DATE else text(field_id)
            yield f"{column} AS subject__{name}"

"""Rows in the form in which the ledger keeps them, before it is known which of them it will keep.

The candidates table has ``row`` and ``remarks``, the columns of the ledger's ``record`` that come from the row itself,
the ``subject__`` columns that later steps compare and, of an item that registers subjects, what it says of each.
"""

from __future__ import annotations

import hashlib
from itertools import groupby
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
from gongxin.subjects.identifiers import person_digest
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

#: Types whose normalised text cannot hold a character that JSON would have to escape.
_PLAIN = frozenset(
    {FieldType.DATE, FieldType.AMOUNT, FieldType.NUMBER, FieldType.INTEGER, FieldType.USCC, FieldType.ORG_CODE}
)

_NO_PENALTY = "no__penalty"

#: Hex digits of the digest of a row's content.
_CONTENT_LENGTH = 32

#: Columns of the ledger's ``record`` that the candidates table has; ``version`` is found out later.
RECORD_COLUMNS = ("record_id", "content", *COLUMNS, "reported_on", "payload")


def candidates_sql(
    item: CatalogueItem, law: Law, source: str, as_of: date, key: bytes, normalised: str, constants: Container[str] = ()
) -> str:
    """The query of the candidates table over ``normalised``. Its text holds the digest key: keep it out of messages.

    ``constants`` are fields that are the same in every row of the chunk.
    """
    found = {"late": late_sql(item, law, as_of), "no_penalty": _NO_PENALTY}
    columns = ", ".join(f'{found.get(name, f"{RECORD}.{name}")} AS "{name}"' for name in COLUMNS)
    no_penalty = "false" if item.no_penalty_when is None else condition_sql(item.no_penalty_when, item, law)
    noted = Remark.where(_NO_PENALTY, "no-penalty", None, Outcome.ACCEPTED)
    rules, remarks = named_rules([*remarks_of(item, law, as_of), noted], "said")
    return f"""
        SELECT * EXCLUDE (said) REPLACE (
                CASE WHEN len(said) = 0 THEN {REMARKS} WHEN len({REMARKS}) = 0 THEN said
                    ELSE list_concat({REMARKS}, said) END AS {REMARKS}
            ),
            {content_sql("payload", SUBJECT_PERSON)} AS content
        FROM (
            SELECT {ROW}, {REMARKS}, {remarks_sql(remarks)} AS said,
                {record_id_sql(item, source, key)} AS record_id,
                {columns},
                DATE {literal(as_of.isoformat())} AS reported_on,
                {payload_sql(item, constants)} AS payload,
                {", ".join([SUBJECT_PERSON, SUBJECT_CODE, SUBJECT_ORG_CODE, SUBJECT_NAME, *registered_sql(item)])}
            FROM (
                SELECT *, {no_penalty} AS {_NO_PENALTY}, {", ".join(rules)}
                FROM ({identified_sql(item, source, normalised, key)})
            )
        )"""


def create_candidates(connection: DuckDBPyConnection, candidates: str, fixed: Iterable[str]) -> None:
    """Make the table ``candidate`` of a chunk, without the columns that are ``fixed`` in it.

    It is no temporary one: who writes the chunk has to see it.
    """
    # The wide table of the chunk before goes first: the two would need twice the memory.
    connection.execute("DROP TABLE IF EXISTS candidate")
    left_out = ", ".join(map(quoted, fixed))
    connection.execute(
        f"CREATE TABLE candidate AS SELECT {f'* EXCLUDE ({left_out})' if left_out else '*'} FROM ({candidates})"
    )


def payload_sql(item: CatalogueItem, constants: Container[str] = ()) -> str:
    """The row as a JSON object: field id to normalised text, empty fields and personal data left out.

    Neighbouring ``constants`` are put together on their own, so that the database does it once.
    """
    kept = [field for field in item.fields if field.personal is None]
    runs = groupby(kept, key=lambda field: field.id in constants)
    members = [_joined(list(run)) if constant else ", ".join(map(_member, run)) for constant, run in runs]
    return f"concat('{{', concat_ws(',', {', '.join(members)}), '}}')"


def _joined(fields: list[CatalogueField]) -> str:
    return f"nullif(concat_ws(',', {', '.join(map(_member, fields))}), '')"


def registered_sql(item: CatalogueItem) -> Iterator[str]:
    """What an item that registers subjects says of each, as columns ``subject__<property>``."""
    if item.registration is None:
        return
    for name, field_id in item.registration.model_dump().items():
        if field_id is not None:
            column = typed(field_id) if item.field(field_id).type is FieldType.DATE else text(field_id)
            yield f"{column} AS subject__{name}"


def content_sql(payload: str, person: str) -> str:
    """The digest by which a row sent again is known to be unchanged.

    It also stands for the row in the proofs of the ledger. Of a person's row it takes in the subject as well, whose
    number is not in the payload.
    """
    return f"left(sha256(CASE WHEN {person} THEN concat(subject_id, {payload}) ELSE {payload} END), {_CONTENT_LENGTH})"


def content_of(payload: str, subject_id: str) -> str:
    """:func:`content_sql` of one row of a subject."""
    of_person = subject_id.startswith(person_digest.PREFIX)
    text = subject_id + payload if of_person else payload
    return hashlib.sha256(text.encode()).hexdigest()[:_CONTENT_LENGTH]


def _member(field: CatalogueField) -> str:
    column = text(field.id)
    if field.type in _PLAIN:
        return f"""'"{field.id}":"' || {column} || '"'"""
    return f"""'"{field.id}":' || CAST(to_json({column}) AS VARCHAR)"""

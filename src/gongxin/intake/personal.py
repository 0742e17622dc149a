"""Identity numbers that stand where they should not, covered at the door.

A field known to hold an identity number is digested or dropped, as the catalogue says. But departments also write such
numbers into facts and remarks, or into the field of another code. They are covered in the staged table, before
anything else reads it: no later step, no receipt and no mend file can let out what it never saw.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxin.intake.digit_runs import may_hold_run
from gongxin.intake.staging import ROW, typed
from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.identifiers import uscc

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from gongxin.intake.constant_columns import Staged
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

#: What an identity number looks like inside a text (GB 11643): region, a day of birth, sequence, check character.
_NUMBER = r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
#: Digits that follow each other in it, whatever its check character.
_DIGITS = 17
#: What stands in its place. Asterisks alone would be read as a cell left empty.
_COVER = "〔身份证号已隐去〕"

#: Fields whose text is kept as somebody wrote it. In any other a number is a mistake only if it is all there is.
_FREE = (FieldType.TEXT, FieldType.NAME)


def rows_with_numbers(connection: DuckDBPyConnection, item: CatalogueItem, staged: Staged) -> pa.Table:
    """The numbers of the rows of ``staged`` in which an identity number stands: a table of ``row``."""
    searched = [field for field in _open_fields(item) if may_hold_number(staged, field.id)]
    free = ", ".join(typed(field.id) for field in searched if field.type in _FREE)
    holds = ["false", *(_is_number_sql(field) for field in searched if field.type not in _FREE)]
    if free:
        holds.append(f"regexp_matches(concat_ws(' ', {free}), '{_NUMBER}')")
    return connection.sql(f"SELECT {ROW} FROM staged WHERE {' OR '.join(holds)}").to_arrow_table()


def cover_numbers(connection: DuckDBPyConnection, item: CatalogueItem, numbered: pa.Table) -> str:
    """Make ``number_covered`` of the rows of ``staged`` that have numbers; return the relation to read.

    That is ``staged`` itself where there is none, as in nearly every chunk.
    """
    connection.register("number_covered", numbered)
    if not numbered.num_rows:
        return "staged"
    covers = ", ".join(f"{_covered_field_sql(field)} AS {typed(field.id)}" for field in _open_fields(item))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW covered AS SELECT * REPLACE ({covers}) FROM staged")
    return "covered"


def _open_fields(item: CatalogueItem) -> list[CatalogueField]:
    return [field for field in item.fields if field.personal is None]


def may_hold_number(staged: Staged, field: str) -> bool:
    """Whether the column has to be searched cell by cell.

    One that is the same throughout is searched here and now, and most others have no number that is long enough.
    """
    if field not in staged.constants:
        return may_hold_run(staged.table.column(field), _DIGITS)
    constant = staged.constants[field]
    return constant is not None and re.search(_NUMBER, constant) is not None


def covered(text: str) -> str:
    """The text with every identity number in it covered: names of files, reasons that people give."""
    return re.sub(_NUMBER, _COVER, text)


def covered_sql(text: str) -> str:
    """:func:`covered` as a DuckDB expression."""
    return f"regexp_replace({text}, '{_NUMBER}', '{_COVER}', 'g')"


def _covered_field_sql(field: CatalogueField) -> str:
    column = typed(field.id)
    cover = (
        covered_sql(column)
        if field.type in _FREE
        else f"CASE WHEN {_is_number_sql(field)} THEN '{_COVER}' ELSE {column} END"
    )
    return f"CASE WHEN {ROW} IN (SELECT {ROW} FROM number_covered) THEN {cover} ELSE {column} END"


def _is_number_sql(field: CatalogueField) -> str:
    """Whether an identity number is all there is in the cell. A valid unified code may look like one."""
    column = typed(field.id)
    looks = f"coalesce(strlen({column}) = 18 AND regexp_full_match({column}, '{_NUMBER}'), false)"
    return f"({looks} AND NOT {uscc.valid_sql(column)})" if field.type is FieldType.USCC else looks

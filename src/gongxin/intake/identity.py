"""Whom a row is about, and which record it is.

The identified table is the normalised one and, besides, the ``subject__`` columns below and the struct of the record's
common columns (:mod:`gongxin.intake.conditions`). A subject is named by the identifier of the item's scheme, with the
item's prefix; a natural person by the keyed digest of the identity number, which is worked out here and never leaves in
clear. A record is the same record as long as source, item and natural key are the same, whatever else changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.conditions import RECORD, record_sql
from gongxin.intake.staging import literal, text, typed
from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.identifiers import person_digest, uscc
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueItem

#: Whether the row is about a natural person; never NULL.
SUBJECT_PERSON = "subject__person"
#: The organisation's identifier as handed in; NULL where it is missing, or a placeholder stands for it.
SUBJECT_CODE = "subject__code"
#: The kind of subject, NULL where the identifier does not tell.
SUBJECT_KIND = "subject__kind"
#: The subject's id; NULL where the row names nobody by a code.
SUBJECT_ID = "subject__id"
#: The organisation code (GB 11714) handed in beside or instead of the unified code; NULL without one.
SUBJECT_ORG_CODE = "subject__org_code"
#: The subject's name as handed in; NULL without one.
SUBJECT_NAME = "subject__name"

#: Between the parts of a natural key: a character that no text of a file can hold once it is normalised.
_PART = "chr(31)"


def identified_sql(item: CatalogueItem, source: str, normalised: str, key: bytes) -> str:
    """The query of the identified table over ``normalised``. Its text holds the digest key: keep it out of messages."""
    set_by_intake = {
        "subject_id": SUBJECT_ID,
        "subject_kind": SUBJECT_KIND,
        "item": literal(item.id),
        "source": literal(source),
        # Not known before the catalogue's conditions have been asked.
        "late": "CAST(NULL AS BOOLEAN)",
        "no_penalty": "CAST(NULL AS BOOLEAN)",
    }
    return f"""
        SELECT *, {_kind_sql(item)} AS {SUBJECT_KIND}, {_id_sql(item, key)} AS {SUBJECT_ID},
            {record_sql(item, set_by_intake)} AS {RECORD}
        FROM (
            SELECT *,
                {_person_sql(item)} AS {SUBJECT_PERSON},
                {_code_sql(item)} AS {SUBJECT_CODE},
                {_org_code_sql(item)} AS {SUBJECT_ORG_CODE},
                {_name_sql(item)} AS {SUBJECT_NAME}
            FROM {normalised}
        )"""


def record_id_sql(item: CatalogueItem, source: str, key: bytes) -> str:
    """The id of a row's record: 32 hex digits of a digest of source, item and natural key."""
    parts = [f"coalesce({_key_part(item, field_id, key)}, '')" for field_id in item.key]
    return f"left(sha256(concat_ws({_PART}, {literal(source)}, {literal(item.id)}, {', '.join(parts)})), 32)"


def _key_part(item: CatalogueItem, field_id: str, key: bytes) -> str:
    if item.field(field_id).personal is None:
        return text(field_id)
    return person_digest.digest_sql(typed(field_id), key)


def _person_sql(item: CatalogueItem) -> str:
    """A row is about a person where its category says so or, if it has none, where only an identity number is given."""
    subject = item.subject
    if subject.kind is SubjectKind.NATURAL_PERSON:
        return "true"
    unsaid = "true" if subject.category is None else f"{typed(subject.category)} IS NULL"
    ways = []
    if subject.category is not None:
        ways.append(f"coalesce({typed(subject.category)} = {literal(SubjectKind.NATURAL_PERSON)}, false)")
    if subject.person_id is not None:
        ways.append(f"({unsaid} AND {_code_sql(item)} IS NULL AND {typed(subject.person_id)} IS NOT NULL)")
    return f"({' OR '.join(ways)})" if ways else "false"


def _code_sql(item: CatalogueItem) -> str:
    code = typed(item.subject.code)
    if item.field(item.subject.code).type is FieldType.USCC:
        return f"CASE WHEN NOT {uscc.placeholder_sql(code)} THEN {code} END"
    return f"CAST({code} AS VARCHAR)"


def _org_code_sql(item: CatalogueItem) -> str:
    fields = [field.id for field in item.fields if field.type is FieldType.ORG_CODE]
    return typed(fields[0]) if fields else "CAST(NULL AS VARCHAR)"


def _name_sql(item: CatalogueItem) -> str:
    return "CAST(NULL AS VARCHAR)" if item.subject.name is None else text(item.subject.name)


def _kind_sql(item: CatalogueItem) -> str:
    if item.subject.kind is not None:
        organisation = literal(item.subject.kind)
    elif item.field(item.subject.code).type is FieldType.USCC:
        organisation = uscc.kind_sql(SUBJECT_CODE)
    else:
        organisation = "NULL"
    return f"CASE WHEN {SUBJECT_PERSON} THEN {literal(SubjectKind.NATURAL_PERSON)} ELSE {organisation} END"


def _id_sql(item: CatalogueItem, key: bytes) -> str:
    organisation = f"{literal(item.subject.prefix)} || {SUBJECT_CODE}"
    if item.subject.person_id is None:
        return f"CASE WHEN NOT {SUBJECT_PERSON} THEN {organisation} END"
    person = f"{literal(person_digest.PREFIX)} || {person_digest.digest_sql(typed(item.subject.person_id), key)}"
    return f"CASE WHEN {SUBJECT_PERSON} THEN {person} ELSE {organisation} END"

"""The subjects the ledger knows: whom a row can mean, and which subjects a batch brings or renews.

A subject is *registered* if an item that registers subjects said so; then its names are the measure for others. It is
*mentioned* if a record merely named it: enough to be found and reported on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.identity import SUBJECT_CODE, SUBJECT_NAME, SUBJECT_ORG_CODE, SUBJECT_PERSON
from gongxin.intake.single_value import single_number
from gongxin.intake.staging import literal
from gongxin.law.schema.catalogue import FieldType, Registration
from gongxin.ledger.tables import SUBJECT
from gongxin.subjects.identifiers import uscc
from gongxin.subjects.names import name_key_sql, split_names_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.ledger.snapshot import Snapshot

#: What a registration may say of a subject besides its names.
_PROPERTIES = tuple(name for name in Registration.model_fields if name != "former_names")

#: All by which two registrations of one subject can differ, as one number.
_FACTS = f"hash(name, former_names, kind, {', '.join(_PROPERTIES)})"

_KNOWN = (
    "subject_id, kind, scheme, name, name_key, former_names, former_keys, "
    f"coalesce(registered, false) AS registered, {_FACTS} AS facts"
)


def prepare(connection: DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Make ``known_subject`` from the ledger: the current row of each subject.

    ``brought_now`` tells those that the batch itself names for the first time.
    """
    snapshot.attach(connection)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE known_subject AS SELECT {_KNOWN}, false AS brought_now FROM subject"
    )


def resolve_org_codes(connection: DuckDBPyConnection) -> None:
    """Give rows of ``candidate`` that have only an organisation code the registered subject in whose code it stands.

    Makes ``resolved`` (``row``, ``subject_id``, ``kind``) of the rows where there is one such subject and no other.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE resolved AS
        WITH orphan AS (
            SELECT row, {SUBJECT_ORG_CODE} AS org_code FROM candidate
            WHERE subject_id IS NULL AND NOT {SUBJECT_PERSON} AND {SUBJECT_ORG_CODE} IS NOT NULL
        )
        SELECT row, any_value(known.subject_id) AS subject_id, any_value(known.kind) AS kind
        FROM orphan JOIN known_subject AS known
            ON known.registered AND length(known.subject_id) = {uscc.LENGTH}
            AND {uscc.org_code_sql("known.subject_id")} = orphan.org_code
        GROUP BY row
        HAVING count(*) = 1
        """
    )
    if single_number(connection, "SELECT count(*) FROM resolved") > 0:
        connection.execute(
            "UPDATE candidate_row SET subject_id = resolved.subject_id, subject_kind = resolved.kind "
            "FROM resolved WHERE candidate_row.row = resolved.row"
        )


def rows_on_new_subjects(connection: DuckDBPyConnection) -> int:
    """How many rows of ``fit`` are about subjects that nobody had named before this batch."""
    before = "SELECT subject_id FROM known_subject WHERE NOT brought_now"
    return single_number(connection, f"SELECT count(*) FROM fit ANTI JOIN ({before}) USING (subject_id)")


def note_subjects(connection: DuckDBPyConnection, item: CatalogueItem, source: str, *, synthetic: bool) -> None:
    """Make ``subject_row``: rows of the ledger's ``subject`` for what ``kept`` brings or renews.

    ``known_subject`` knows them from then on, so that a batch says a thing once.
    """
    said = _registered_sql(item) if item.subject.identity else _mentioned_sql(item)
    fixed = f"{literal(item.subject.scheme)} AS scheme, {literal(source)} AS source, {synthetic} AS synthetic"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE subject_row AS SELECT *, {fixed} FROM ({said})")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE renewed AS "
        "SELECT subject_id, brought_now FROM known_subject SEMI JOIN subject_row USING (subject_id)"
    )
    connection.execute("DELETE FROM known_subject WHERE subject_id IN (SELECT subject_id FROM renewed)")
    connection.execute(
        f"INSERT INTO known_subject BY NAME SELECT {_KNOWN}, coalesce(renewed.brought_now, true) AS brought_now "
        "FROM subject_row LEFT JOIN renewed USING (subject_id)"
    )


def _mentioned_sql(item: CatalogueItem) -> str:
    """The subjects that nobody had named before, by the first row that names each."""
    return f"""
        SELECT subject_id, subject_kind AS kind, {_individual_business_sql(item)} AS individual_business,
            {SUBJECT_NAME} AS name, {name_key_sql(SUBJECT_NAME)} AS name_key,
            CAST(NULL AS VARCHAR[]) AS former_names, CAST(NULL AS VARCHAR[]) AS former_keys,
            false AS registered, {_properties_sql(Registration())}
        FROM kept ANTI JOIN known_subject USING (subject_id)
        QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY row) = 1"""


def _registered_sql(item: CatalogueItem) -> str:
    """What the last row on each subject says of it, where that is new. A name given up becomes a former one."""
    registration = item.registration or Registration()
    given = split_names_sql("subject__former_names") if registration.former_names else "[]"
    return f"""
        WITH said AS (
            SELECT *, {name_key_sql(SUBJECT_NAME)} AS name_key FROM kept
            QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY row DESC) = 1
        ), joined AS (
            SELECT said.subject_id, subject_kind AS kind, {_individual_business_sql(item)} AS individual_business,
                {SUBJECT_NAME} AS name, said.name_key,
                CAST(list_distinct(list_concat(
                    coalesce({given}, []), coalesce(before.former_names, []),
                    CASE WHEN before.registered AND before.name_key <> said.name_key THEN [before.name] ELSE [] END
                )) AS VARCHAR[]) AS former_names,
                true AS registered, before.registered AS known_before, before.facts AS facts_before,
                {_properties_sql(registration)}
            FROM said LEFT JOIN known_subject AS before USING (subject_id)
        )
        SELECT * EXCLUDE (known_before, facts_before),
            list_transform(former_names, lambda former: {name_key_sql("former")}) AS former_keys
        FROM joined WHERE known_before IS NOT TRUE OR facts_before IS DISTINCT FROM {_FACTS}"""


def _properties_sql(registration: Registration) -> str:
    given = registration.model_dump()
    return ", ".join(
        f"CAST({f'subject__{name}' if given[name] else 'NULL'} AS {SUBJECT.columns[name]}) AS {name}"
        for name in _PROPERTIES
    )


def _individual_business_sql(item: CatalogueItem) -> str:
    if item.field(item.subject.code).type is not FieldType.USCC:
        return "CAST(NULL AS BOOLEAN)"
    return f"coalesce({uscc.individual_business_sql(SUBJECT_CODE)}, false)"

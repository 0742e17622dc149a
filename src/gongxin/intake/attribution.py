"""The misattribution guard: does the name on a record belong to the code on it?

A penalty recorded under another firm's code does that firm harm that no later correction quite undoes. So a record whose
name is none of the names its code is registered under, now or formerly, is held: it is in no report and no score until
the department has confirmed it. Held as well is a record under an unknown code whose name belongs to somebody else.
Where nothing is registered to compare with, the record is taken, and the receipt says that it could not be compared.

Names are compared by key (:mod:`gongxin.subjects.names`), so that width, brackets and spellings of the legal form do not
hold anything up. Natural persons are not compared: they are known by their number alone, and names are shared by many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.subjects.names import name_key_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Subjects named as possible bearers of one record; with more, the name says nothing anyway.
_MOST_BEARERS = 3


def prepare(connection: DuckDBPyConnection) -> None:
    """Make ``registered_name``: every name, present or former, of every registered subject; read from ``known_subject``."""
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE registered_name AS
        SELECT subject_id, name, name_key FROM known_subject WHERE registered AND name_key <> ''
        UNION ALL
        SELECT subject_id, name, unnest(former_keys) FROM known_subject WHERE registered
        """
    )


def doubt(connection: DuckDBPyConnection) -> None:
    """Make ``doubted`` from ``fit`` and ``fate``: the pairs of code and name among rows to be taken that do not fit.

    It has ``subject_id``, ``party_name``, ``name_key``, the ``rule`` broken (``name-not-of-code`` or ``name-of-another``;
    ``not-registered`` is a mere note) and ``bearers``, the subjects that the name belongs to.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT subject_id, party_name, {name_key_sql("party_name")} AS name_key
        FROM (
            SELECT DISTINCT subject_id, party_name FROM fit JOIN fate USING (row)
            WHERE fate.outcome = 'accepted' AND NOT subject__person AND party_name IS NOT NULL
        )
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE doubted AS
        WITH stranger AS (
            SELECT named.*, subject_id IN (SELECT subject_id FROM registered_name) AS code_registered
            FROM named ANTI JOIN registered_name USING (subject_id, name_key)
        ), bearer AS (
            SELECT stranger.subject_id, stranger.party_name,
                list({{'subject_id': other.subject_id, 'name': other.name}} ORDER BY other.subject_id)[:{_MOST_BEARERS}] AS bearers
            FROM stranger JOIN registered_name AS other USING (name_key)
            GROUP BY ALL
        )
        SELECT subject_id, party_name, name_key, bearers,
            CASE WHEN code_registered THEN 'name-not-of-code'
                WHEN bearers IS NOT NULL THEN 'name-of-another' ELSE 'not-registered' END AS rule
        FROM stranger LEFT JOIN bearer USING (subject_id, party_name)
        """
    )

"""The misattribution guard: does the name on a record belong to the code on it?

A penalty recorded under another firm's code does that firm harm that no later correction quite undoes. So a record
whose name is none of the names its code is registered under, now or formerly, is held: it is in no report and no score
until the department has confirmed it. Held as well is a record under an unknown code whose name belongs to somebody
else. Where nothing is registered to compare with, the record is taken, and the receipt says it could not be compared.

Names are compared by key (:mod:`gongxin.subjects.names`), so that width, brackets and spellings of the legal form do
not hold anything up. Natural persons are not compared: they are known by their number alone, and share names.

What a department has decided on a held row stands: a confirmed pair of code and name is not asked about again, and a
row left out stays out. Only a row that says something else is put before the guard anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.duplicates import CONTENT_KEY, RECORD_KEY
from gongxin.intake.held_store import BEARERS, Decision
from gongxin.intake.identity import SUBJECT_NAME, SUBJECT_PERSON
from gongxin.intake.single_value import single_number
from gongxin.intake.staging import Outcome, Remark, literal
from gongxin.subjects.lookup import find
from gongxin.subjects.names import name_key_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.law.schema.catalogue import CatalogueItem

#: Subjects named as possible bearers of one record; with more, the name says nothing anyway.
_MOST_BEARERS = 3

#: Names looked up by likeness in one chunk, and subjects compared with them in all. Each name takes a pass over the
#: register; a file whose names are all wrong has another fault than a typist's, and the first ones show it.
_MOST_LOOKUPS = 20
_MOST_COMPARISONS = 20_000_000

#: The bearers of a suspect row, for a sentence.
_NAMED_BEARERS = (
    "coalesce(array_to_string(list_transform(suspect.bearers, "
    "lambda bearer: concat(bearer.name, ' (', bearer.subject_id, ')')), '; '), '—')"
)

#: What is said of a row because its name and code do not fit, or could not be compared; over ``suspect``.
REMARKS_ON_SUSPECTS = (
    *(
        Remark.where(
            f"suspect.outcome = 'held' AND suspect.waiting IS NULL AND suspect.rule = {literal(rule)}",
            rule,
            None,
            Outcome.HELD,
            value=SUBJECT_NAME,
            detail=_NAMED_BEARERS,
        )
        for rule in ("name-not-of-code", "name-of-another")
    ),
    Remark.where("suspect.waiting IS NOT NULL", "held-already", None, Outcome.HELD, detail="suspect.waiting"),
    Remark.where("suspect.outcome = 'rejected'", "dropped-before", None, Outcome.REJECTED, detail="suspect.dropped"),
    Remark.where("suspect.rule = 'not-registered'", "not-registered", None, Outcome.ACCEPTED),
)


def prepare(connection: DuckDBPyConnection, item: CatalogueItem, source: str) -> bool:
    """Make what rows are compared with, from ``known_subject`` and ``held_row``; return whether there is anything.

    ``registered_name`` has every name, present or former, of every registered subject of the item's scheme, and
    ``held_before`` what was held of this item from this source. An item that registers subjects is itself the measure.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW registered AS SELECT * FROM known_subject "
        f"WHERE registered AND scheme = {literal(item.subject.scheme)}"
    )
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE registered_name AS
        SELECT subject_id, name, name_key FROM registered WHERE name_key <> ''
        UNION ALL
        SELECT subject_id, name, unnest(former_keys) FROM registered
        """
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE held_before AS
        SELECT {RECORD_KEY} AS record_key, {CONTENT_KEY} AS content_key, held_id, held_in, subject_id, name_key,
            decision, to_subject
        FROM held_row WHERE item = {literal(item.id)} AND source = {literal(source)}
        """
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE suspect ({', '.join(f'{n} {t}' for n, t in _SUSPECT_COLUMNS.items())})"
    )
    return not item.subject.identity and single_number(connection, "SELECT EXISTS (FROM registered_name)") == 1


def guard(connection: DuckDBPyConnection) -> None:
    """Make ``suspect`` from ``fit`` and ``fate``: rows to be taken whose name is not known to belong to their code.

    It has ``row``, ``outcome``, ``rule``, ``name_key``, ``bearers``; ``to_subject`` and its ``to_kind`` where the
    department has assigned the pair to somebody else; ``waiting`` and ``dropped``, the numbers under which the very
    same row was held before.
    """
    connection.execute(_DOUBTED)
    _look_up_likely_bearers(connection)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE suspect AS SELECT {', '.join(_SUSPECT_COLUMNS)} FROM ({_SUSPECT})"
    )


def _look_up_likely_bearers(connection: DuckDBPyConnection) -> None:
    register = single_number(connection, "SELECT count(*) FROM registered")
    most = min(_MOST_LOOKUPS, _MOST_COMPARISONS // register)
    unexplained = connection.execute(
        f"SELECT DISTINCT {SUBJECT_NAME} FROM doubted WHERE rule = 'name-not-of-code' AND bearers IS NULL "
        f"ORDER BY ALL LIMIT {most}"
    ).fetchall()
    for (name,) in unexplained:
        likely = [
            {"subject_id": found.subject_id, "name": found.name}
            for found in find(connection, "registered", name, limit=_MOST_BEARERS)
        ]
        connection.execute(
            f"UPDATE doubted SET bearers = list_filter(?::{BEARERS}, lambda bearer: bearer.subject_id <> subject_id) "
            f"WHERE {SUBJECT_NAME} = ? AND bearers IS NULL",
            [likely, name],
        )


_DOUBTED = f"""
    CREATE OR REPLACE TEMP TABLE doubted AS
    WITH named AS (
        SELECT *, {name_key_sql(SUBJECT_NAME)} AS name_key
        FROM (
            -- Names that are the registered one to the letter, as nearly all are, need no key.
            SELECT DISTINCT subject_id, {SUBJECT_NAME}
            FROM fit JOIN fate USING (row)
            ANTI JOIN registered ON registered.subject_id = fit.subject_id AND registered.name = {SUBJECT_NAME}
            WHERE outcome = '{Outcome.ACCEPTED}' AND NOT {SUBJECT_PERSON} AND {SUBJECT_NAME} IS NOT NULL
        )
    ), stranger AS (
        SELECT *, subject_id IN (SELECT subject_id FROM registered_name) AS code_registered
        FROM named ANTI JOIN registered_name USING (subject_id, name_key)
    ), bearer AS (
        SELECT sought.subject_id, sought.name_key,
            list(DISTINCT {{'subject_id': other.subject_id, 'name': other.name}})[:{_MOST_BEARERS}] AS bearers
        FROM (SELECT DISTINCT subject_id, name_key FROM stranger) AS sought
        JOIN registered_name AS other USING (name_key)
        GROUP BY ALL
    )
    SELECT stranger.subject_id, {SUBJECT_NAME}, stranger.name_key, CAST(bearers AS {BEARERS}) AS bearers,
        CASE WHEN code_registered THEN 'name-not-of-code'
            WHEN bearers IS NOT NULL THEN 'name-of-another' ELSE 'not-registered' END AS rule
    FROM stranger LEFT JOIN bearer USING (subject_id, name_key)"""

_SUSPECT_COLUMNS = {
    "row": "BIGINT",
    "outcome": "VARCHAR",
    "rule": "VARCHAR",
    "name_key": "VARCHAR",
    "bearers": BEARERS,
    "to_subject": "VARCHAR",
    "to_kind": "VARCHAR",
    "waiting": "VARCHAR",
    "dropped": "VARCHAR",
}

_SUSPECT = f"""
    WITH decided AS (
        SELECT DISTINCT ON (record_key, subject_id, name_key) record_key, subject_id, name_key, to_subject
        FROM held_before WHERE decision IN ('{Decision.CONFIRMED}', '{Decision.REASSIGNED}')
        ORDER BY held_in DESC
    ), compared AS (
        SELECT fit.row, doubted.rule, doubted.name_key, doubted.bearers, decided.to_subject,
            decided.record_key IS NOT NULL AS decided, left_out.held_id AS dropped, again.held_id AS waiting
        FROM fit JOIN fate USING (row) JOIN doubted USING (subject_id, {SUBJECT_NAME})
        LEFT JOIN decided ON decided.record_key = fit.record_key AND decided.subject_id = fit.subject_id
            AND decided.name_key = doubted.name_key
        LEFT JOIN held_before AS left_out ON left_out.record_key = fit.record_key
            AND left_out.content_key = fit.content_key AND left_out.decision = '{Decision.DROPPED}'
        LEFT JOIN held_before AS again ON again.record_key = fit.record_key
            AND again.content_key = fit.content_key AND again.decision IS NULL
        WHERE fate.outcome = '{Outcome.ACCEPTED}'
    )
    SELECT compared.* EXCLUDE (waiting), known.kind AS to_kind,
        CASE WHEN decided OR rule = 'not-registered' THEN '{Outcome.ACCEPTED}'
            WHEN dropped IS NOT NULL THEN '{Outcome.REJECTED}' ELSE '{Outcome.HELD}' END AS outcome,
        CASE WHEN NOT decided AND rule <> 'not-registered' AND dropped IS NULL THEN waiting END AS waiting
    FROM compared LEFT JOIN known_subject AS known ON known.subject_id = to_subject"""

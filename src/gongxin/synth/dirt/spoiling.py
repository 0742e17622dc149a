"""From rows as they should be to rows as they are handed in: all text, some of them spoilt.

Tables: ``sheet`` (the tidy rows of one item, typed) becomes ``handed`` (``n``, ``copy``, ``department``, ``dirt``,
``late`` and the text of every field). ``firm_known`` and ``registered`` are what some dirt needs besides the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.subjects.identifiers import org_code, uscc
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from gongxin.synth.dirt.kinds import Dirt
    from gongxin.synth.draws import Draws
    from gongxin.synth.habits import Dates

#: Of a thousand rows of a messy city, so many are touched.
PER_MILLE = 150

#: A region that is in no list, for firms nobody has heard of.
_NOWHERE = "998877"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that dirt needs besides the row; ``registered`` has the numbers of parties on the register."""
    connection.execute("CREATE OR REPLACE TABLE registered (i BIGINT)")
    note_registered(connection, "SELECT i FROM party WHERE false")


def note_registered(connection: duckdb.DuckDBPyConnection, parties: str) -> None:
    """Tell which parties the register knows: a query of their numbers."""
    connection.execute(f"INSERT INTO registered {parties}")
    connection.execute(
        """
        CREATE OR REPLACE TABLE firm_known AS
        SELECT row_number() OVER (ORDER BY i) - 1 AS k,
            {'i': i, 'code': code, 'name': name, 'org_code': org_code} AS other
        FROM party WHERE registrar = '91' AND i IN (FROM registered)
        """
    )


def create_handed(
    connection: duckdb.DuckDBPyConnection,
    draws: Draws,
    types: Mapping[str, str],
    dates: Mapping[str, Dates],
    sources: Sequence[Sequence[Dirt]],
    late: str,
) -> None:
    """Make ``handed`` from ``sheet``, whose fields have the given types; ``dates`` is how each department spells them.

    ``sources`` are the kinds of dirt by source; none leaves all rows tidy. ``late`` tells, in SQL over ``sheet``,
    whether a row is handed in after its term.
    """
    kinds = [dirt for source in sources for dirt in source]
    copied = f"chosen IN ({', '.join(literal(dirt.id) for dirt in kinds if dirt.copy) or 'NULL'})"
    texts = ", ".join(f"{_text(field, kind, dates, kinds)} AS {field}" for field, kind in types.items())
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE handed AS
        SELECT n, i, copy, department, dirt, late, {texts}
        FROM (
            -- Of a row handed in twice the copy has the dirt.
            SELECT *, CASE WHEN copy = 1 OR NOT coalesce({copied}, false) THEN chosen END AS dirt
            FROM (
                SELECT *, {late} AS late, unnest(CASE WHEN {copied} THEN [0, 1] ELSE [0] END) AS copy
                FROM ({_with_firm_abroad(_chosen(draws, sources))})
            )
        )
        """
    )


def _chosen(draws: Draws, sources: Sequence[Sequence[Dirt]]) -> str:
    """The rows with what befalls each: one of the kinds of dirt whose condition it meets, or none."""
    if not sources:
        return "SELECT *, CAST(NULL AS VARCHAR) AS chosen FROM sheet"
    source = draws.number("dirt/source", "n", len(sources))
    kinds = " ".join(f"WHEN {number} THEN {_one_possible(draws, kinds)}" for number, kinds in enumerate(sources))
    firm = f"{draws.number('dirt/other', 'n', 10**6)} % greatest((SELECT count(*) FROM firm_known), 1)"
    return f"""
        SELECT *, CASE WHEN {draws.happens("dirt", "n", PER_MILLE)} THEN CASE {source} {kinds} END END AS chosen
        FROM sheet
        JOIN (
            SELECT i, {{'former_name': former_name, 'registrar': registrar, 'head_id': head_id, 'i': i,
                'person_in_charge': person_in_charge, 'registered': i IN (FROM registered)}} AS party
            FROM party
        ) USING (i)
        LEFT JOIN firm_known ON firm_known.k = {firm}"""


def _with_firm_abroad(rows: str) -> str:
    """The rows, and for those that dirt befalls a firm of its own that nobody has heard of."""
    head = f"'91{_NOWHERE}' || entry || {org_code.check_character_sql('entry')}"
    return f"""
        SELECT * EXCLUDE (entry, head), {{'code': head || {uscc.check_character_sql("head")}, 'org_code': head[9:17],
            'name': '天外县' || entry || '贸易有限公司'}} AS abroad
        FROM (
            SELECT *, {head} AS head
            FROM (SELECT *, CASE WHEN chosen IS NOT NULL THEN printf('%08d', n % 100000000) END AS entry FROM ({rows}))
        )"""


def _one_possible(draws: Draws, kinds: Sequence[Dirt]) -> str:
    possible = ", ".join(f"CASE WHEN {dirt.when} THEN {literal(dirt.id)} END" for dirt in kinds)
    listed = f"list_filter([{possible}], lambda id: id IS NOT NULL)"
    return f"list_extract({listed}, 1 + {draws.number('dirt/kind', 'n', 10**6)} % greatest(len({listed}), 1))"


def _text(field: str, kind: str, dates: Mapping[str, Dates], kinds: Iterable[Dirt]) -> str:
    """The field as text: as the dirt will have it, or as the department writes it."""
    if kind == "DATE":
        spelt = " ".join(f"WHEN '{department}' THEN {spelling.sql(field)}" for department, spelling in dates.items())
        tidy = f"CASE department {spelt} END"
    else:
        tidy = f"CAST({field} AS VARCHAR)"
    changes = " ".join(f"WHEN {literal(dirt.id)} THEN {dirt.sets[field]}" for dirt in kinds if field in dirt.sets)
    return f"CASE dirt {changes} ELSE {tidy} END" if changes else tidy

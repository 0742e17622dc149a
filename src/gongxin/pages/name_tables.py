"""The tables of the name index: the names, the pairs of characters in them, and how many names have each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.ledger import Snapshot

#: Ending of the files; it changes with the shape of the tables.
INDEX_FORMAT = "names-1"

#: What is kept of a subject: columns of the ledger's ``subject``, each with its type.
REGISTER: Mapping[str, str] = {
    "subject_id": "VARCHAR",
    "name": "VARCHAR",
    "name_key": "VARCHAR",
    "former_names": "VARCHAR[]",
    "former_keys": "VARCHAR[]",
    "kind": "VARCHAR",
    "individual_business": "BOOLEAN",
    "synthetic": "BOOLEAN",
}

_PAIRS = (
    "CASE WHEN length(name_key) = 1 THEN [name_key] ELSE "
    "list_distinct(list_transform(range(1, length(name_key)), lambda place: substr(name_key, place::INTEGER, 2))) END"
)


def columns_of(table: Mapping[str, str]) -> str:
    """The columns as a statement defines them."""
    return ", ".join(f"{name} {type_}" for name, type_ in table.items())


def build(connection: DuckDBPyConnection, snapshot: Snapshot, path: Path) -> None:
    """Write the index of a snapshot to ``path``, over whatever an earlier attempt left there."""
    path.unlink(missing_ok=True)
    snapshot.attach(connection)
    names = ", ".join(REGISTER)
    connection.execute(f"ATTACH {literal(str(path))} AS base")
    statements = (
        # Numbers follow the codes, so that both can be looked up without reading the table through.
        f"names AS SELECT (row_number() OVER (ORDER BY subject_id))::INTEGER AS n, {names} FROM subject"
        " WHERE kind <> 'natural_person' AND name_key <> '' ORDER BY subject_id",
        f"pairs AS SELECT unnest({_PAIRS}) AS pair, n FROM base.names ORDER BY pair, n",
        "counts AS SELECT pair, count(*)::INTEGER AS names FROM base.pairs GROUP BY pair ORDER BY pair",
        "keys AS SELECT unnest(list_append(coalesce(former_keys, []), name_key)) AS key, n FROM base.names"
        " ORDER BY key",
        "about AS SELECT count(*)::INTEGER AS names FROM base.names",
    )
    for statement in statements:
        connection.execute(f"CREATE TABLE base.{statement}")
    connection.execute("DETACH base")

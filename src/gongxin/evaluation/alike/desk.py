"""Where one record of each sort and one subject of each history are evaluated: tables that stay, and queries over them
that are planned once for all parts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.ledger.desk import Desk
from gongxin.ledger.tables import EVENT, RECORD
from gongxin.standing.events_sql import happened_sql
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.alike.model import AlikeModel
    from gongxin.evaluation.alike.numbering import Histories, Numbers

#: What may lie here at a time, in megabytes.
MEMORY = 200

_TABLES = ("happened_kept", "brought_by_sort", "bringing_of_sort", "in_histories", "brought_kept", "results_kept")


class AlikeDesk:
    """The tables and queries of one model, for one thread."""

    def __init__(self, connection: DuckDBPyConnection, alike: AlikeModel) -> None:
        self.alike = alike
        self._connection = connection
        self._desk = Desk(connection)
        brought = alike.model.brought
        connection.execute(
            "CREATE TEMP TABLE brought_by_sort AS SELECT CAST(record_id AS BIGINT) AS sort,"
            f" * EXCLUDE (subject_id, record_id) FROM ({brought}) LIMIT 0"
        )
        happened = f"SELECT {self._outcomes()} FROM ({happened_sql(alike.model.plan.as_of, grounds=False)})"
        connection.execute(f"CREATE TEMP TABLE happened_kept AS {happened} LIMIT 0")
        connection.execute("CREATE TEMP TABLE bringing_of_sort (sort BIGINT, bringing BIGINT)")
        connection.execute("CREATE TEMP TABLE in_histories (history BIGINT, bringing BIGINT)")
        connection.execute(f"CREATE TEMP TABLE brought_kept AS {brought} LIMIT 0")
        results = alike.model.over("brought_kept").results
        of_histories = f"SELECT CAST(subject_id AS BIGINT) AS history, * EXCLUDE (subject_id) FROM ({results})"
        connection.execute(f"CREATE TEMP TABLE results_kept AS {of_histories} LIMIT 0")
        self._desk.prepare("happen", f"INSERT INTO happened_kept {happened}")
        self._desk.prepare(
            "bring",
            "INSERT INTO brought_by_sort SELECT CAST(record_id AS BIGINT) AS sort,"
            f" * EXCLUDE (subject_id, record_id) FROM ({brought})",
        )
        self._desk.prepare("compare", f"INSERT INTO bringing_of_sort {self._bringings()}")
        self._desk.prepare(
            "keep",
            "INSERT INTO brought_kept BY NAME SELECT CAST(history AS VARCHAR) AS subject_id,"
            " CAST(row_number() OVER () AS VARCHAR) AS record_id, brought.* EXCLUDE (sort) FROM in_histories"
            " JOIN (SELECT bringing, min(sort) AS sort FROM bringing_of_sort GROUP BY ALL) USING (bringing)"
            " JOIN brought_by_sort AS brought USING (sort)",
        )
        self._desk.prepare("evaluate", f"INSERT INTO results_kept {of_histories}")

    def _outcomes(self) -> str:
        """What is asked about what happened to a record, as numbers from 1."""
        asked = [
            f"{f'dense_rank() OVER (ORDER BY {name})' if whole else f'1 + ({name} IS NOT NULL)::INTEGER'} AS {name}"
            for name, whole in self.alike.outcomes.items()
        ]
        return ", ".join(["record_id", *asked])

    def _bringings(self) -> str:
        """For each sort a number of what it brings: equal where that is."""
        described = self._connection.execute("DESCRIBE brought_by_sort").fetchall()
        columns = [quoted(name) for (name, *_) in described if name != "sort"]
        brought = f"struct_pack({', '.join(f'{name} := {name}' for name in columns)})"
        listed = f"SELECT sort, list({brought} ORDER BY line) AS brought FROM brought_by_sort GROUP BY sort"
        return f"SELECT sort, dense_rank() OVER (ORDER BY brought) AS bringing FROM ({listed})"

    def clear(self) -> None:
        """Make room for another part."""
        for name in (RECORD.name, EVENT.name, *_TABLES):
            self._connection.execute(f"DELETE FROM temp.{name}")

    def happened(self, events: pa.Table) -> pa.Table:
        """What happened to the records that events are about: ``record_id``, and what is asked of it as numbers from 1,
        equal where it is one to the model."""
        self._put(EVENT.name, events)
        self._run("happen")
        self._connection.execute(f"DELETE FROM temp.{EVENT.name}")
        return self._connection.sql("FROM happened_kept").to_arrow_table()

    def bring(self, sorts: pa.Table, events: pa.Table) -> Numbers:
        """What each sort brings, as a number from 1, equal where it is equal; 0 where it brings nothing.

        ``sorts`` has a record of each sort, in the order of their numbers, which count from 1: so does the answer, with
        0 for what is of no sort. ``events`` has what happened to these records.
        """
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        numbers = pa.array(np.arange(1, sorts.num_rows + 1)).cast(pa.string())
        shown = sorts.drop_columns(["subject_id", "record_id"])
        self._put(RECORD.name, shown.append_column("subject_id", numbers).append_column("record_id", numbers))
        if events.num_rows:
            about = numbers.take(pc.index_in(events["record_id"], sorts["record_id"].combine_chunks()))
            named = events.drop_columns(["record_id"]).append_column("record_id", about)
            self._put(EVENT.name, named.filter(about.is_valid()))
        self._run("bring")
        self._run("compare")
        found = self._connection.execute("SELECT sort, bringing FROM bringing_of_sort").fetchnumpy()
        brings = np.zeros(sorts.num_rows + 1, dtype=np.int32)
        brings[found["sort"]] = found["bringing"]
        return brings

    def add_histories(self, histories: Histories) -> None:
        """Add one subject of each history."""
        import pyarrow as pa

        history, bringing = histories.one_of_each
        self._put("in_histories", pa.table({"history": history, "bringing": bringing}))
        self._run("keep")

    def add(self, brought: pa.Table) -> None:
        """Add what is brought to others, each with a ``history`` of his own."""
        with registered(self._connection, {"put_here": brought}):
            self._connection.execute(
                "INSERT INTO brought_kept BY NAME"
                " SELECT CAST(history AS VARCHAR) AS subject_id, * EXCLUDE (history, subject_id) FROM put_here"
            )

    def unfolding(self) -> Numbers:
        """The histories whose scores are made up of anything but what everybody begins with."""
        contributions = self.alike.model.over("brought_kept").contributions
        found = self._connection.execute(
            f"SELECT DISTINCT CAST(subject_id AS BIGINT) AS history FROM ({contributions})"
        ).fetchnumpy()
        histories: Numbers = found["history"]
        return histories

    def brought(self) -> pa.Table:
        """What a record of each sort brings, with the column ``sort``."""
        return self._connection.sql("FROM brought_by_sort").to_arrow_table()

    def results(self) -> pa.Table:
        """The results, with the column ``history``."""
        self._run("evaluate")
        return self._connection.sql("FROM results_kept").to_arrow_table()

    def _put(self, table: str, rows: pa.Table) -> None:
        with registered(self._connection, {"put_here": rows}):
            self._connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM put_here")

    def _run(self, name: str) -> None:
        self._connection.execute(f"EXECUTE {name}")


@contextmanager
def registered(connection: DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    """Arrow tables as relations of a connection, for the block."""
    for name, rows in tables.items():
        connection.register(name, rows)
    try:
        yield
    finally:
        for name in tables:
            connection.unregister(name)

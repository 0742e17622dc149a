"""A part of a result, by one record of each sort and one subject of each history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.alike.columns import Columns
from gongxin.evaluation.alike.desk import registered
from gongxin.evaluation.alike.numbering import first_of_each, histories_of, numbered
from gongxin.evaluation.alike.reading import files_of, read_records
from gongxin.evaluation.part_file import write_rows
from gongxin.ledger.current_rows import VERSIONED, current_sql
from gongxin.ledger.tables import RECORD, arrow_schema

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from gongxin.evaluation.alike.desk import AlikeDesk
    from gongxin.evaluation.alike.model import AlikeModel
    from gongxin.evaluation.alike.numbering import Numbers, Places
    from gongxin.ledger import Snapshot

#: Whoever has more records is evaluated for himself: histories are numbered record by record.
_LONG = 64

#: Sorts are worth looking for where there are so many times more records.
_WORTH = 3


def write_alike(
    connection: DuckDBPyConnection, desk: AlikeDesk, snapshot: Snapshot, buckets: range, out: Path
) -> bool:
    """Write the results of all subjects in ``buckets``; False, and nothing, where too few of them are alike.

    ``connection`` is where events are read, and those evaluated whose records were revised; its views are replaced.
    """
    import numpy as np

    part = _Part.read(connection, snapshot, desk.alike, buckets)
    sorts = None if part is None else part.sorts(desk.alike)
    if part is None or sorts is None:
        return False
    desk.clear()
    brings = desk.bring(part.typed(sorts.shown), part.events)[sorts.of_record]
    rows = np.flatnonzero(brings)
    histories = histories_of(part.subject_of[rows], brings[rows], len(part.first))
    desk.add_histories(histories)
    of_subject = histories.of_subject.astype(np.int64)
    unlike = np.flatnonzero(part.unlike)
    if len(unlike):
        of_subject[unlike] = histories.count + np.arange(len(unlike))
        desk.add(part.brought_to_unlike(connection, snapshot, desk.alike, histories.count, buckets))
    _write(part, of_subject, desk.results(), out)
    return True


@dataclass(frozen=True, slots=True)
class _Sorts:
    """The sort of each record, from 1 (0: it brings nothing), and a record of each."""

    of_record: Numbers
    shown: Places


@dataclass(frozen=True, slots=True)
class _Part:
    """The records of some buckets: where each subject's begin, whose each is, and what happened to which of them.

    A record to which something happened is a sort of its own. Of those who are ``unlike``, since their records were
    revised or are very many, each is evaluated for himself.
    """

    columns: Columns
    first: Places
    subject_of: Places
    unlike: NDArray[np.bool_]
    events: pa.Table
    eventful: Places

    @classmethod
    def read(
        cls, connection: DuckDBPyConnection, snapshot: Snapshot, alike: AlikeModel, buckets: range
    ) -> _Part | None:
        """Read the part; None if nobody is in it."""
        import numpy as np
        import pyarrow.compute as pc

        revised = any((file.highest_version or 1) > 1 for file in files_of(snapshot, buckets))
        records = read_records(snapshot, buckets, alike.columns.union(VERSIONED if revised else ()))
        if records.num_rows == 0:
            return None
        ids = records["subject_id"].chunk(0)
        same = pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1)).to_numpy(zero_copy_only=False)
        first = np.concatenate([[0], np.flatnonzero(~same) + 1])
        lengths = np.diff(first, append=len(ids))
        subject_of = np.repeat(np.arange(len(first)), lengths)
        unlike = lengths > _LONG
        if revised:
            again = pc.or_(pc.greater(records["version"], 1), pc.is_null(records["content"]))
            unlike[subject_of[again.to_numpy()]] = True
        connection.execute(f"CREATE OR REPLACE TEMP TABLE events_of_part AS {snapshot.queries(buckets)['event']}")
        events = connection.sql("FROM events_of_part WHERE record_id IS NOT NULL").to_arrow_table()
        concerned = pc.is_in(ids.take(first), events["subject_id"].combine_chunks()).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(concerned[subject_of])
        named = pc.is_in(records["record_id"].chunk(0).take(rows), events["record_id"].combine_chunks())
        eventful = rows[named.to_numpy(zero_copy_only=False)]
        return cls(Columns(records, connection), first, subject_of, unlike, events, eventful)

    def sorts(self, alike: AlikeModel) -> _Sorts | None:
        """The sorts of records among those who are like others; None where there are too many."""
        import numpy as np

        items, _ = self.columns.turned("item")
        among = ~self.unlike[self.subject_of]
        single = self.eventful[among[self.eventful]]
        among[single] = False
        of_record = np.zeros(len(items), dtype=np.int64)
        of_record[single] = 1 + np.arange(len(single))
        shown: list[Places] = [single]
        known = len(single)
        for number, item in enumerate(self.columns.texts("item").to_pylist()):
            if item in alike.tellings:
                rows = np.flatnonzero((items == number) & among)
                sorts, different = numbered(self.columns.keys(alike.tellings[item], rows))
                of_record[rows] = sorts + (known + 1)
                shown.append(rows[first_of_each(sorts, different)])
                known += different
        return None if known * _WORTH > len(items) else _Sorts(of_record, np.concatenate(shown))

    def brought_to_unlike(
        self, connection: DuckDBPyConnection, snapshot: Snapshot, alike: AlikeModel, first: int, buckets: range
    ) -> pa.Table:
        """What is brought to those who are like no others; each has a history of his own, from ``first`` on."""
        import numpy as np
        import pyarrow as pa

        unlike = np.flatnonzero(self.unlike)
        ids = self.columns.records["subject_id"].take(self.first[unlike])
        tables = {
            "records_of_unlike": self.typed(np.flatnonzero(self.unlike[self.subject_of])),
            "histories_of_unlike": pa.table({"subject_id": ids, "history": first + np.arange(len(unlike))}),
        }
        with registered(connection, tables):
            columns = tables["records_of_unlike"].column_names
            revised = "(SELECT * FROM records_of_unlike WHERE version > 1)" if "version" in columns else None
            current = current_sql(RECORD, "records_of_unlike", revised=revised, columns=columns)
            connection.execute(f"CREATE OR REPLACE TEMP VIEW record AS {current}")
            connection.execute("CREATE OR REPLACE TEMP VIEW event AS FROM events_of_part")
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE brought_to_unlike AS"
                " SELECT CAST(history AS VARCHAR) AS subject_id, brought.* EXCLUDE (subject_id)"
                f" FROM ({alike.model.brought}) AS brought JOIN histories_of_unlike USING (subject_id)"
            )
        return connection.sql("FROM brought_to_unlike").to_arrow_table()

    def typed(self, rows: Places) -> pa.Table:
        """Some rows in the types of the ledger."""
        import pyarrow as pa

        schema = arrow_schema(RECORD)
        some = self.columns.records.take(pa.array(rows))
        return some.cast(pa.schema([schema.field(name) for name in some.column_names]))


def _write(part: _Part, of_subject: Numbers, results: pa.Table, out: Path) -> None:
    """The results of those whose history has one, in the order of the records."""
    import numpy as np
    import pyarrow as pa

    place = np.full(int(of_subject.max()) + 1, -1)
    place[results["history"].to_numpy()] = np.arange(results.num_rows)
    places = place[of_subject]
    evaluated = np.flatnonzero(places >= 0)
    records, first = part.columns.records, pa.array(part.first[evaluated])
    whole = results.drop_columns(["history"]).take(pa.array(places[evaluated]))
    whole = whole.add_column(0, "subject_id", records["subject_id"].take(first))
    whole = whole.append_column("bucket", records["bucket"].take(first))
    write_rows(whole, out)

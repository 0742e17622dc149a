"""A part of a result, by one record of each sort and one subject of each history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.alike.columns import Columns
from gongxin.evaluation.alike.desk import registered
from gongxin.evaluation.alike.numbering import first_of_each, histories_of, numbered
from gongxin.evaluation.alike.reading import read_records
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

#: What is read of events.
_OF_EVENTS = "record_id, subject_id, kind, effective_on, case_no"

#: One of each is worth evaluating where there are so many times more records than sorts and records of those unlike.
_WORTH = 3


@dataclass(frozen=True, slots=True)
class EvaluatedAlike:
    """The subjects of some buckets, evaluated by one of each.

    ``history`` is the number of each subject's, ``row_of_history`` the row of ``results`` that it has, -1 for none.
    """

    part: _Part
    sorts: _Sorts
    history: Places
    row_of_history: Places
    results: pa.Table
    brought_to_unlike: pa.Table | None

    def write_results(self, out: Path) -> None:
        """The results of those who have one, in the order of the records."""
        import numpy as np
        import pyarrow as pa

        rows = self.row_of_history[self.history]
        evaluated = np.flatnonzero(rows >= 0)
        records, first = self.part.columns.records, pa.array(self.part.first[evaluated])
        whole = self.results.take(pa.array(rows[evaluated]))
        whole = whole.add_column(0, "subject_id", records["subject_id"].take(first))
        write_rows(whole.append_column("bucket", records["bucket"].take(first)), out)

    def keep_brought(self, connection: DuckDBPyConnection, desk: AlikeDesk, name: str, *, unfolding: bool) -> None:
        """Make the table ``name`` of what every record brings, as ``model.brought`` gives it.

        Who is ``unfolding`` scores needs nothing of those whose scores are what everybody begins with.
        """
        import numpy as np
        import pyarrow as pa

        concerned = np.ones(len(self.row_of_history), dtype=np.bool_)
        if unfolding:
            concerned[:] = False
            concerned[desk.unfolding()] = True
        of_record = self.sorts.of_record
        rows = pa.array(np.flatnonzero((of_record > 0) & concerned[self.history][self.part.subject_of]))
        named = self.part.columns.records.select(["subject_id", "record_id"]).take(rows)
        tables = {
            "records_of_sorts": named.append_column("sort", pa.array(of_record).take(rows)),
            "brought_of_sorts": desk.brought(),
        }
        with registered(connection, tables):
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT subject_id, record_id, brought.* EXCLUDE (sort)"
                " FROM records_of_sorts JOIN brought_of_sorts AS brought USING (sort)"
            )
        if self.brought_to_unlike is not None:
            with registered(connection, {"brought_to_others": self.brought_to_unlike}):
                connection.execute(f"INSERT INTO {name} BY NAME SELECT * EXCLUDE (history) FROM brought_to_others")


def evaluate_alike(
    connection: DuckDBPyConnection, desk: AlikeDesk, snapshot: Snapshot, buckets: range
) -> EvaluatedAlike | None:
    """Evaluate all subjects in ``buckets`` by one of each; None where too few of them are alike.

    ``connection`` is where events are read, and those evaluated whose records were revised; its views are replaced.
    """
    import numpy as np

    part = _Part.read(connection, snapshot, desk.alike, buckets)
    desk.clear()
    sorts = None if part is None else part.sorts(desk)
    if part is None or sorts is None:
        return None
    brings = desk.bring(part.typed(sorts.shown), part.events)[sorts.of_record]
    rows = np.flatnonzero(brings)
    histories = histories_of(part.subject_of[rows], brings[rows], len(part.first))
    desk.add_histories(histories)
    of_subject = histories.of_subject.astype(np.int64)
    unlike = np.flatnonzero(part.unlike)
    to_unlike = None
    if len(unlike):
        of_subject[unlike] = histories.count + np.arange(len(unlike))
        to_unlike = part.brought_to_unlike(connection, desk.alike, histories.count)
        desk.add(to_unlike)
    results = desk.results()
    row_of_history = np.full(int(of_subject.max()) + 1, -1)
    row_of_history[results["history"].to_numpy()] = np.arange(results.num_rows)
    return EvaluatedAlike(part, sorts, of_subject, row_of_history, results.drop_columns(["history"]), to_unlike)


@dataclass(frozen=True, slots=True)
class _Sorts:
    """The sort of each record, from 1 (0: it brings nothing), and a record of each."""

    of_record: Numbers
    shown: Places


@dataclass(frozen=True, slots=True)
class _Part:
    """The records of some buckets: where each subject's begin, whose each is, and what happened to which of them.

    Of those who are ``unlike``, since their records were revised or are very many, each is evaluated for himself.
    """

    columns: Columns
    first: Places
    subject_of: Numbers
    unlike: NDArray[np.bool_]
    events: pa.Table

    @classmethod
    def read(
        cls, connection: DuckDBPyConnection, snapshot: Snapshot, alike: AlikeModel, buckets: range
    ) -> _Part | None:
        """Read the part; None if nobody is in it."""
        import numpy as np
        import pyarrow.compute as pc

        revised = any((file.highest_version or 1) > 1 for file in snapshot.files_about(RECORD, buckets))
        records = read_records(snapshot, buckets, alike.columns.union(VERSIONED if revised else ()))
        if records.num_rows == 0:
            return None
        ids = records["subject_id"].chunk(0)
        same = pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1)).to_numpy(zero_copy_only=False)
        first = np.concatenate([[0], np.flatnonzero(~same) + 1])
        lengths = np.diff(first, append=len(ids))
        subject_of = np.repeat(np.arange(len(first), dtype=np.int32), lengths)
        unlike = lengths > _LONG
        if revised:
            again = pc.or_(pc.greater(records["version"], 1), pc.is_null(records["content"]))
            unlike[subject_of[again.to_numpy()]] = True
        connection.execute(f"CREATE OR REPLACE TEMP VIEW event AS {snapshot.queries(buckets)['event']}")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE events_of_part AS SELECT {_OF_EVENTS} FROM event")
        events = connection.sql("FROM events_of_part WHERE record_id IS NOT NULL").to_arrow_table()
        return cls(Columns(records, connection), first, subject_of, unlike, events)

    def sorts(self, desk: AlikeDesk) -> _Sorts | None:
        """The sorts of records among those who are like others; None where there are too many."""
        import numpy as np

        tellings = desk.alike.tellings
        items, _ = self.columns.turned("item")
        # Bytes are compared sooner than whole words.
        items = items.astype(np.uint8) if items.max(initial=0) < 256 else items
        among = ~self.unlike[self.subject_of]
        singly = len(items) - int(np.count_nonzero(among))
        eventful, happened = self._happened(desk)
        of_record = np.zeros(len(items), dtype=np.int32)
        shown: list[Places] = [np.empty(0, dtype=np.int64)]
        known = 0
        for number, item in enumerate(self.columns.texts("item").to_pylist()):
            if item not in tellings:
                continue
            rows = np.flatnonzero((items == number) & among)
            # What happened to none of the others is 0.
            some = np.flatnonzero(items[eventful] == number)
            what = {name: np.zeros(len(rows), dtype=of.dtype) for name, of in happened.items() if len(some)}
            for name, numbers in what.items():
                numbers[np.searchsorted(rows, eventful[some])] = happened[name][some]
            sorts, different = numbered(self.columns.keys(tellings[item], rows, what))
            of_record[rows] = sorts + (known + 1)
            shown.append(rows[first_of_each(sorts, different)])
            known += different
        return None if (singly + known) * _WORTH > len(items) else _Sorts(of_record, np.concatenate(shown))

    def _happened(self, desk: AlikeDesk) -> tuple[Places, dict[str, Numbers]]:
        """The records of those who are like others to which something happened by the day, and what, as numbers."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self.events.num_rows:
            return np.empty(0, dtype=np.int64), {}
        records = self.columns.records
        subjects = records["subject_id"].chunk(0).take(pa.array(self.first))
        concerned = pc.is_in(subjects, self.events["subject_id"].combine_chunks()).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero((concerned & ~self.unlike)[self.subject_of])
        found = desk.happened(self.events)
        about = pc.index_in(records["record_id"].chunk(0).take(pa.array(rows)), found["record_id"].combine_chunks())
        places = about.drop_null().to_numpy()
        happened = {name: found[name].to_numpy()[places] for name in found.column_names if name != "record_id"}
        return rows[about.is_valid().to_numpy(zero_copy_only=False)], happened

    def brought_to_unlike(self, connection: DuckDBPyConnection, alike: AlikeModel, first: int) -> pa.Table:
        """What is brought to those who are like no others; each has a ``history`` of his own, from ``first`` on."""
        import numpy as np
        import pyarrow as pa

        unlike = np.flatnonzero(self.unlike)
        ids = self.columns.records["subject_id"].take(pa.array(self.first[unlike]))
        tables = {
            "records_of_unlike": self.typed(np.flatnonzero(self.unlike[self.subject_of])),
            "histories_of_unlike": pa.table({"subject_id": ids, "history": first + np.arange(len(unlike))}),
        }
        with registered(connection, tables):
            columns = tables["records_of_unlike"].column_names
            revised = "(SELECT * FROM records_of_unlike WHERE version > 1)" if "version" in columns else None
            current = current_sql(RECORD, "records_of_unlike", revised=revised, columns=columns)
            connection.execute(f"CREATE OR REPLACE TEMP VIEW record AS {current}")
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE brought_to_unlike AS SELECT history, brought.*"
                f" FROM ({alike.model.brought}) AS brought JOIN histories_of_unlike USING (subject_id)"
            )
        return connection.sql("FROM brought_to_unlike").to_arrow_table()

    def typed(self, rows: Places) -> pa.Table:
        """Some rows in the types of the ledger."""
        import pyarrow as pa

        schema = arrow_schema(RECORD)
        some = self.columns.records.take(pa.array(rows))
        return some.cast(pa.schema([schema.field(name) for name in some.column_names]))

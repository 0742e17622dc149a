"""Receipts written from a handful of rows, without the rest of intake."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest

from gongxin.intake.headings import HeadingIndex
from gongxin.intake.mapping import Mapping
from gongxin.intake.receipt import ReceiptWriter
from gongxin.intake.staging import REMARK_TYPE
from gongxin.law.schema.catalogue import CatalogueItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from gongxin.intake.chunk import FileNote

#: A row: number, outcome, cells (name, number, day, identity number), remarks (field, rule, outcome, value, detail).
Row = tuple[int, str, tuple[str, str, str, str], list[tuple[str | None, str, str, str | None, str | None]]]

HEADINGS = ("当事人", "文书号", "处罚决定日期", "身份证号")


@pytest.fixture(scope="session")
def item() -> CatalogueItem:
    return CatalogueItem.model_validate(
        {
            "id": "test.penalty",
            "title": {"zh": "行政处罚", "en": "penalty"},
            "catalogue_class": "administration",
            "nature": "neutral",
            "kinds": ["enterprise"],
            "in_force": {"from": "2020-01-01"},
            "cite": {"instrument": "invented-notice", "verified": False},
            "subject": {"scheme": "uscc", "code": "party"},
            "key": ["doc_no"],
            "fields": [
                {"id": "party", "title": {"zh": "当事人", "en": "party"}, "max_length": 200},
                {"id": "doc_no", "title": {"zh": "文书号", "en": "number of the decision"}},
                {"id": "decided_on", "title": {"zh": "处罚决定日期", "en": "day of the decision"}, "type": "date"},
                {
                    "id": "person",
                    "title": {"zh": "身份证号", "en": "identity number"},
                    "type": "person_id",
                    "personal": "digest",
                },
            ],
        }
    )


class Clerk:
    """Writes rows into a receipt as the pipeline does."""

    def __init__(self, writer: ReceiptWriter, item: CatalogueItem, connection: duckdb.DuckDBPyConnection) -> None:
        self.writer = writer
        self.item = item
        self.connection = connection

    def file(
        self,
        *chunks: Sequence[Row],
        name: str = "penalties.csv",
        malformed: Sequence[tuple[int, str, str]] = (),
        headings: Sequence[str] = HEADINGS,
        notes: Sequence[FileNote] = (),
    ) -> None:
        """A file of one or more chunks; malformed rows are in the first."""
        self.writer.begin_file(Mapping(headings, HeadingIndex(self.item), name))
        for number, rows in enumerate(chunks):
            self.chunk(rows, malformed if number == 0 else ())
        self.writer.end_file(name, notes)

    def chunk(self, rows: Sequence[Row], malformed: Sequence[tuple[int, str, str]]) -> None:
        self.connection.execute(
            f"CREATE OR REPLACE TABLE ending (row BIGINT, outcome VARCHAR, remarks {REMARK_TYPE}[]);"
            "CREATE OR REPLACE TABLE normalised (row BIGINT, party__raw VARCHAR, doc_no__raw VARCHAR,"
            " decided_on__raw VARCHAR, person__raw VARCHAR)"
        )
        for row, outcome, cells, remarks in rows:
            names = ("field", "rule", "outcome", "value", "detail")
            said = [dict(zip(names, remark, strict=True)) for remark in remarks]
            self.connection.execute("INSERT INTO ending VALUES (?, ?, ?)", [row, outcome, said])
            self.connection.execute("INSERT INTO normalised VALUES (?, ?, ?, ?, ?)", [row, *cells])
        columns = [
            pa.array([one[place] for one in malformed], kind)
            for place, kind in enumerate((pa.int64(), pa.string(), pa.string()))
        ]
        self.writer.add(self.connection, pa.table(columns, ["row", "rule", "detail"]))


@pytest.fixture
def clerk(tmp_path: Path, item: CatalogueItem) -> Callable[..., AbstractContextManager[Clerk]]:
    """Opens a receipt to be written; of batch 7, unless said otherwise."""

    @contextmanager
    def writing(batch: int = 7, **more: Any) -> Iterator[Clerk]:
        writer = ReceiptWriter(tmp_path / "receipts", batch, item, "云泽市市场监督管理局", date(2026, 3, 12), **more)
        with writer, duckdb.connect() as connection:
            yield Clerk(writer, item, connection)

    return writing

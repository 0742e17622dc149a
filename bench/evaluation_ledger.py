"""A ledger of a nation's size for the benches of evaluation, written bucket by bucket in minutes.

Each subject has its registration and, on average, one record more: penalties, inspections, entries on lists, honours,
in shares near those of a city. One in fifty of these was repaired, withdrawn or objected to. Everything is invented.

The rows go straight to their buckets, as after a compaction. Their one batch has no tree over its contents: hashing
every row is intake's work and is measured there.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.ledger import Ledger
from gongxin.ledger.batches import BatchEntry, CommittedBatch
from gongxin.ledger.buckets import bucket_sql
from gongxin.ledger.data_files import write_file
from gongxin.ledger.store import Store
from gongxin.ledger.tables import EVENT, RECORD, Table
from gongxin.ledger.transparency.heads import TreeHead
from gongxin.ledger.transparency.merkle import Frontier
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATA = Path(__file__).parent / "data"
AS_OF = date(2025, 9, 1)
SOURCE = "云泽市市场监督管理局"

#: Subject number ``i``.
SUBJECT = "'91990100MA' || lpad(CAST(i AS VARCHAR), 8, '0')"

#: Record ``k`` of subject ``i``: 0 is the registration; of 1 and 2 one in two is there.
_ROLL = "hash(i, k, 1) % 100"
_ITEM = (
    "CASE WHEN k = 0 THEN 'cn.registration' WHEN roll < 40 THEN 'cn.penalty' WHEN roll < 65 THEN 'cn.inspection'"
    " WHEN roll < 78 THEN 'cn.abnormal' WHEN roll < 86 THEN 'cn.honour' WHEN roll < 92 THEN 'cn.commitment'"
    " WHEN roll < 96 THEN 'cn.debtor' WHEN roll < 98 THEN 'cn.serious' ELSE 'cn.evaluation' END"
)
_CODE = (
    "CASE item WHEN 'cn.inspection' THEN ['quality-spot-check', 'food-sampling', 'special'][1 + i % 3]"
    " WHEN 'cn.abnormal' THEN ['business', 'tax-arrears', 'non-normal-taxpayer', 'social-insurance-arrears'][1 + i % 4]"
    " WHEN 'cn.evaluation' THEN 'national' END"
)
_LEVEL = (
    "CASE item WHEN 'cn.inspection' THEN ['passed', 'passed', 'failed', 'refused'][1 + i % 4]"
    " WHEN 'cn.evaluation' THEN ['A', 'B', 'C', 'D'][1 + i % 4] WHEN 'cn.commitment' THEN 'kept' END"
)
_PAYLOAD = (
    "concat('{\"whom\":\"', ['itself', 'main-person'][1 + i % 2], '\",\"obligation\":\"', "
    "['归还借款本金', '支付货款', '赔偿损失'][1 + i % 3], '\",\"note\":\"第', i % 1000, '项\"}')"
)
_DAY = "CAST(DATE '2019-01-01' + CAST(hash(i, k, 2) % 2430 AS INTEGER) AS DATE)"

_RECORD = {
    "record_id": "md5(concat(i, '-', k))",
    "version": "1",
    "content": "'0000000000000000'",
    "subject_id": SUBJECT,
    "subject_kind": "'enterprise'",
    "party_name": "concat('云泽市第', i % 50000, '商贸有限公司')",
    "item": "item",
    "title": "CASE item WHEN 'cn.penalty' THEN '销售不符合标准的商品案' ELSE '名称' END",
    "code": _CODE,
    "level": _LEVEL,
    "kinds": "CASE item WHEN 'cn.penalty' THEN [['warning'], ['fine'], ['fine', 'confiscation']][1 + i % 3] END",
    "amount": "CASE item WHEN 'cn.penalty' THEN CAST(hash(i, k, 3) % 100000 AS DECIMAL(18,2)) END",
    "severity": "CASE item WHEN 'cn.penalty' THEN ['minor', 'general', 'general', 'serious'][1 + i % 4] END",
    "procedure": "CASE item WHEN 'cn.penalty' THEN ['simplified', 'ordinary'][1 + i % 2] END",
    "field": "['food', 'work-safety', 'environment'][1 + i % 3]",
    "occurred_on": "day",
    "determined_on": "CAST(day + 20 AS DATE)",
    "published_on": "CAST(day + 25 AS DATE)",
    "doc_no": "concat('云市监罚〔', i % 1000000, '〕')",
    "authority": f"'{SOURCE}'",
    "region": "'9901' || lpad(CAST(i % 12 AS VARCHAR), 2, '0')",
    "source": f"'{SOURCE}'",
    "no_penalty": "FALSE",
    "reported_on": "CAST(day + 26 AS DATE)",
    "payload": _PAYLOAD,
}
_EVENT = {
    "event_id": "md5(concat('e', i, '-', k))",
    "record_id": "md5(concat(i, '-', k))",
    "subject_id": SUBJECT,
    "kind": "['repaired', 'repaired', 'withdrawn', 'objection_opened'][1 + CAST(hash(i, 5) % 4 AS INTEGER)]",
    "effective_on": "CAST(day + 200 AS DATE)",
    "source": f"'{SOURCE}'",
}


def records_sql(numbers: str) -> str:
    """Records of the subjects whose numbers the relation ``numbers`` holds in column ``i``."""
    pairs = f"{numbers}, range(3) AS t(k) WHERE k = 0 OR hash(i, k) % 2 = 0"
    rows = f"SELECT i, k, {_ROLL} AS roll, {_DAY} AS day FROM {pairs}"
    return f"SELECT {_columns(RECORD, _RECORD)} FROM (SELECT *, {_ITEM} AS item FROM ({rows}))"


def _events_sql(numbers: str) -> str:
    rows = f"SELECT i, k, {_DAY} AS day FROM {numbers}, range(1, 3) AS t(k) WHERE hash(i, k) % 2 = 0"
    return f"SELECT {_columns(EVENT, _EVENT)} FROM ({rows}) WHERE hash(i, k, 4) % 50 = 0"


def _columns(table: Table, values: dict[str, str]) -> str:
    return ", ".join(
        f'CAST({values.get(name, "NULL")} AS {type_}) AS "{name}"' for name, type_ in table.columns.items()
    )


def open_ledger(subjects: int, use: str = "evaluation") -> tuple[Workspace, Ledger]:
    """The workspace and ledger of that many subjects, made for this use if it is not there yet."""
    workspace = Workspace.create(DATA / f"{use}-{subjects}")
    ledger = Ledger.open(workspace)
    if ledger.last_batch == 0:
        with ledger.connect() as connection:
            rows = _fill(workspace, connection, subjects)
        _commit(workspace, rows)
    return workspace, ledger


def _fill(workspace: Workspace, connection: DuckDBPyConnection, subjects: int) -> dict[str, int]:
    """Write records and events as rows of batch 1; how many of each."""
    store, buckets = Store(workspace), workspace.buckets
    connection.execute(
        f"CREATE TEMP TABLE number AS SELECT i, {bucket_sql(SUBJECT, buckets)} AS bucket"
        f" FROM range({subjects}) t(i) ORDER BY bucket"
    )
    written: dict[str, int] = {}
    for table, rows in ((RECORD, records_sql), (EVENT, _events_sql)):
        log, files = store.log(table), []
        for bucket in range(buckets):
            numbers = f"(SELECT i FROM number WHERE bucket = {bucket})"
            added = f"CAST({bucket} AS INTEGER) AS bucket, CAST(1 AS BIGINT) AS batch, CAST(0 AS INTEGER) AS chunk"
            query = f"SELECT *, {added} FROM ({rows(numbers)})"
            file = write_file(connection, query, log.directory, "compacted-bench.parquet", bucket=bucket)
            if file is not None:
                files.append(file)
        log.change(files, [], rows_change=True)
        written[table.name] = sum(file.rows for file in files)
    return written


def _commit(workspace: Workspace, rows: dict[str, int]) -> None:
    entry = BatchEntry(
        number=1,
        item="cn.registration",
        source=SOURCE,
        as_of=AS_OF,
        files=(),
        counts={},
        receipt_digest="0" * 64,
        synthetic=True,
        rows=rows,
        subjects=0,
        contents_root="",
    )
    head = TreeHead.sign(Frontier().append(entry.leaf()), workspace.signing_key())
    Store(workspace).batches.write(CommittedBatch(entry, head, {}))

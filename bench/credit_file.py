"""A credit file: all records of one subject with their standing, out of a ledger of ten million records.

``python -m bench.credit_file [RECORDS]`` builds the ledger once in ``bench/data`` (minutes, two gigabytes) and then
reads the files of subjects chosen at random. The ledger is compacted, the process warm. Everything in it is invented.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from gongxin.ledger import Ledger
from gongxin.ledger.desk import Sort
from gongxin.ledger.tables import RECORD
from gongxin.standing import FileStandings
from gongxin.workspace import Workspace

RECORDS = 10_000_000
SUBJECTS = 2_000_000
CHUNK = 250_000
READS = 500
WARM_UP = 500
AS_OF = date(2026, 4, 1)
DATA = Path(__file__).parent / "data"

_DAY = "DATE '2018-01-01' + (hash(i, 3) % 2900)::INTEGER"

#: Columns of an invented penalty number ``i``; its payload has thirty fields.
PENALTY = {
    "record_id": "md5(i::VARCHAR)",
    "version": "1",
    "content": "left(md5((3 * i)::VARCHAR), 16)",
    "subject_id": f"'91990100MA' || lpad((hash(i) % {SUBJECTS})::VARCHAR, 8, '0')",
    "subject_kind": "'enterprise'",
    "party_name": "'云泽市第' || i % 50000 || '商贸有限公司'",
    "item": "'cn.penalty'",
    "title": "'销售不符合标准的商品案'",
    "kinds": "CASE i % 3 WHEN 0 THEN ['warning'] WHEN 1 THEN ['fine'] ELSE ['fine', 'confiscation'] END",
    "amount": "(hash(i, 2) % 100000)::DECIMAL(18,2)",
    "severity": "CASE i % 5 WHEN 0 THEN 'minor' WHEN 1 THEN 'serious' ELSE 'general' END",
    "procedure": "CASE i % 4 WHEN 0 THEN 'simplified' ELSE 'ordinary' END",
    "occurred_on": _DAY,
    "determined_on": f"{_DAY} + 30",
    "published_on": f"{_DAY} + 35",
    "doc_no": "'云市监处罚〔' || 2018 + i % 8 || '〕' || i || '号'",
    "authority": "'云泽市市场监督管理局'",
    "authority_code": "'11990100000000001X'",
    "legal_basis": "'《中华人民共和国产品质量法》第' || 40 + i % 30 || '条'",
    "region": "'9901' || lpad((i % 12)::VARCHAR, 2, '0')",
    "source": "'云泽市市场监督管理局'",
    "late": "i % 20 = 0",
    "no_penalty": "false",
    "reported_on": f"{_DAY} + 36",
    "payload": "concat('{', "
    + ", ',', ".join(f"'\"field_{n:02}\":\"第{n}项（', i * {7919 + n} % {10 ** (1 + n % 7)}, '）\"'" for n in range(30))
    + ", '}')",
}


def open_ledger(records: int) -> Ledger:
    """The ledger of that size, built if it is not there yet."""
    root = DATA / f"credit-file-{records}"
    ready = root / "complete"
    workspace = Workspace.create(root)
    ledger = Ledger.open(workspace)
    if not ready.exists():
        started = time.perf_counter()
        _fill(ledger, records)
        written = time.perf_counter()
        ledger.compact()
        ready.touch()
        print(
            json.dumps(
                {
                    "step": "build",
                    "rows_per_second_written": round(records / (written - started)),
                    "rows_per_second_compacted": round(records / (time.perf_counter() - written)),
                }
            ),
            flush=True,
        )
    return ledger


def _fill(ledger: Ledger, records: int) -> None:
    columns = ", ".join(
        f"CAST({PENALTY.get(name, 'NULL')} AS {type_}) AS {name}" for name, type_ in RECORD.columns.items()
    )
    with (
        ledger.connect() as connection,
        ledger.begin(item="cn.penalty", source="云泽市市场监督管理局", as_of=AS_OF) as batch,
    ):
        for start in range(0, records, CHUNK):
            batch.append("record", connection, f"SELECT {columns} FROM range({start}, {start + CHUNK}) t(i)")
        subjects = "'91990100MA' || lpad(i::VARCHAR, 8, '0') AS subject_id, '云泽市第' || i || '商贸有限公司' AS name"
        batch.append("subject", connection, f"SELECT {subjects}, true AS registered FROM range({SUBJECTS}) t(i)")
        batch.commit({"total": records}, "0" * 64, synthetic=True)


def main(records: int) -> None:
    """Build if need be, read, and print what it took."""
    ledger = open_ledger(records)
    law = Workspace.open(DATA / f"credit-file-{records}").law()
    chance = random.Random(1)
    times: list[float] = []
    processor: list[float] = []
    found = 0
    with ledger.desk() as desk:
        standings = FileStandings(desk, law, AS_OF)
        desk.prepare("records", "SELECT * FROM record")
        desk.prepare("eventful", "SELECT count(record_id) > 0 FROM event")
        place = list(RECORD.stored).index("item")
        for number in range(WARM_UP + READS):
            subject_id = f"91990100MA{chance.randrange(SUBJECTS):08}"
            started, worked = time.perf_counter(), time.process_time()
            with ledger.snapshot() as snapshot:
                desk.lay_out(snapshot, subject_id)
            rows = desk.run("records")
            ((eventful,),) = desk.run("eventful")
            file = standings.of(Sort(frozenset(row[place] for row in rows), eventful))
            assert len(file) == len(rows), "a record without standing"
            if number >= WARM_UP:
                times.append(1000 * (time.perf_counter() - started))
                processor.append(1000 * (time.process_time() - worked))
                found += len(file)
    times.sort()
    result = {
        "records": records,
        "reads": len(times),
        "records_per_file": round(found / READS, 1),
        "p50_ms": round(statistics.median(times), 2),
        "p99_ms": round(times[int(0.99 * len(times))], 2),
        "processor_p50_ms": round(statistics.median(processor), 2),
        "fastest_ms": round(times[0], 2),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else RECORDS)

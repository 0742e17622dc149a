"""Intake: rows a second and peak memory, for files of one, three and ten million penalties with all thirty fields.

``python -m bench.intake [ROWS ...]``. Each size runs in a process of its own, so that its peak memory is its own. The
register is taken in first, so that every name is compared. Codes are invented and valid; nothing here is about anybody.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.intake.pipeline import take
from gongxin.subjects.identifiers import org_code, uscc
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SIZES = (1_000_000, 3_000_000, 10_000_000)
SUBJECTS = 200_000
AS_OF = date(2026, 3, 31)
AUTHORITY = "云泽市市场监督管理局"
AUTHORITY_CODE = uscc.make("11", "990100", "00000001")

#: The thirty fields of the national penalty record, in its order.
PENALTY = f"""
    SELECT name AS CF_XDR_MC, '法人及非法人组织' AS CF_XDR_LB, code AS CF_XDR_SHXYM, NULL AS CF_XDR_GSZC,
        code[9:17] AS CF_XDR_ZZJG, NULL AS CF_XDR_SWDJ, NULL AS CF_XDR_SYDW, NULL AS CF_XDR_SHZZ, '云某' AS CF_FRDB,
        '身份证' AS CF_FR_ZJLX, NULL AS CF_FR_ZJHM, NULL AS CF_XDR_ZJLX, NULL AS CF_XDR_ZJHM,
        concat('云市监罚决〔2026〕', n, '号') AS CF_WSH, '销售不符合食品安全标准的食品' AS CF_WFXW,
        concat('当事人于2026年', n % 3 + 1, '月', n % 28 + 1, '日在其经营场所销售不符合食品安全标准的食品',
            n % 97, '批次，货值金额', n % 100000, '元，违法所得', n % 10000, '元。') AS CF_SY,
        '《中华人民共和国食品安全法》第一百二十四条第一款第（一）项' AS CF_YJ,
        CASE n % 4 WHEN 0 THEN '警告' WHEN 1 THEN '罚款' ELSE '罚款;没收违法所得' END AS CF_CFLB,
        concat('罚款人民币', n % 100000, '元。') AS CF_NR,
        CASE WHEN n % 4 > 0 THEN printf('%.6f', (n % 100000) / 10000) END AS CF_NR_FK,
        CASE WHEN n % 4 > 1 THEN printf('%.6f', (n % 10000) / 10000) END AS CF_NR_WFFF, NULL AS CF_NR_ZKDX,
        strftime(DATE '2026-03-23' + CAST(n % 8 AS INTEGER), '%Y/%m/%d') AS CF_JDRQ, '2099/12/31' AS CF_YXQ,
        '2029/03/31' AS CF_GSJZQ, '{AUTHORITY}' AS CF_CFJG, '{AUTHORITY_CODE}' AS CF_CFJGDM,
        '{AUTHORITY}' AS CF_SJLY, '{AUTHORITY_CODE}' AS CF_SJLYDM, NULL AS BZ
    FROM (SELECT range AS n, (range * 7919) % {SUBJECTS} AS place FROM range($rows)) JOIN firm USING (place)"""

REGISTRATION = """
    SELECT name AS "名称", code AS "统一社会信用代码", '存续' AS "登记状态", '2015/06/01' AS "成立日期",
        '990100' AS "行政区划代码"
    FROM firm ORDER BY place"""


def make_firms(connection: DuckDBPyConnection) -> None:
    """Make ``firm``: invented firms with valid codes."""
    entry = "concat('MB', lpad(CAST(place AS VARCHAR), 6, '0'))"
    connection.execute(
        f"""
        CREATE TABLE firm AS
        SELECT place, name, concat(body, {uscc.check_character_sql("body")}) AS code
        FROM (
            SELECT place, name, concat('91990100', entry, {org_code.check_character_sql("entry")}) AS body
            FROM (SELECT range AS place, {entry.replace("place", "range")} AS entry,
                concat('云泽市第', range, '号贸易有限公司') AS name FROM range({SUBJECTS}))
        )"""
    )


def write_files(folder: Path, rows: int) -> tuple[Path, Path]:
    """A file of registrations and one of penalties."""
    import duckdb

    register, penalties = folder / "register.csv", folder / "penalties.csv"
    with duckdb.connect() as connection:
        make_firms(connection)
        connection.execute(f"COPY ({REGISTRATION}) TO '{register}' (HEADER)")
        connection.execute(f"COPY ({PENALTY.replace('$rows', str(rows))}) TO '{penalties}' (HEADER)")
    return register, penalties


def measure(folder: Path) -> None:
    """Take in the penalties of ``folder`` and print what it took, as JSON."""
    workspace = Workspace.open(folder / "workspace")
    started, cpu = time.perf_counter(), time.process_time()
    receipt = take(workspace, [folder / "penalties.csv"], "cn.penalty", AUTHORITY, AS_OF, synthetic=True)
    seconds = time.perf_counter() - started
    print(
        json.dumps(
            {
                "rows": receipt.total,
                "accepted": receipt.accepted,
                "seconds": round(seconds, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
                "rows_per_second": round(receipt.total / seconds),
                "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
                "file_mib": (folder / "penalties.csv").stat().st_size // 2**20,
            }
        )
    )


def run(rows: int) -> dict[str, float]:
    """Measure one size in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register, _ = write_files(folder, rows)
        workspace = Workspace.create(folder / "workspace")
        take(workspace, [register], "cn.registration", "云泽市行政审批局", AS_OF, synthetic=True)
        command = [sys.executable, "-m", "bench.intake", "--measure", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found


def main() -> None:
    """Run all sizes, or those named."""
    if sys.argv[1:2] == ["--measure"]:
        measure(Path(sys.argv[2]))
        return
    for rows in [int(size) for size in sys.argv[1:]] or SIZES:
        print(json.dumps(run(rows)), flush=True)


if __name__ == "__main__":
    main()

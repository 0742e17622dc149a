"""``gongxin intake``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import progress_bar


def intake(
    *files: Path,
    item: Annotated[str, Parameter(help="Catalogue item, e.g. cn.penalty. 目录事项")],
    source: Annotated[str, Parameter(help="Department that hands the files in. 数据来源单位")],
    as_of: Annotated[str | None, Parameter(help="Day of handing in; today if left out. 报送日期")] = None,
    confirm_unusual: Annotated[
        bool, Parameter(negative=(), help="Take a file far outside what is usual. 确认异常数量并接收")
    ] = False,
    synthetic: Annotated[bool, Parameter(negative=(), help="The rows are invented. 数据为虚构")] = False,
    mend: Annotated[Path | None, Parameter(help="Write an XLSX of rows to mend. 输出待更正记录的 XLSX")] = None,
    common: Common = COMMON,
) -> None:
    """Take in files of a department: read, check, keep, and give a receipt. 接收、校验、入库并出具回执.

    CSV, XLSX, XLS, JSON lines and Parquet, also gzipped; several files make one batch. Rejected rows are named with
    field and rule; sending a file twice changes nothing.
    """
    import sys

    from gongxin.intake.pipeline import take

    workspace = common.workspace()
    with progress_bar("intake", quiet=common.json) as progress:
        receipt = take(
            workspace,
            files,
            item=item,
            source=source,
            as_of=day(as_of),
            confirm_unusual=confirm_unusual,
            synthetic=synthetic,
            progress=progress,
        )
    if mend is not None:
        receipt.write_mend_file(mend)
    if common.json:
        receipt.write_json(sys.stdout)
    else:
        receipt.print_table()

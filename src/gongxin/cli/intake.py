"""``gongxin intake``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import progress_bar

if TYPE_CHECKING:
    from gongxin.accounts.models import Account


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
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Take in files of a department: read, check, keep, and give a receipt. 接收、校验、入库并出具回执.

    CSV, XLSX, XLS, JSON lines and Parquet, also gzipped; several files make one batch. Rejected rows are named with
    field and rule; sending a file twice changes nothing.
    """
    import sys

    from gongxin.intake.pipeline import take

    workspace = common.workspace()
    by = None if as_ is None else _handing_in(as_, source, common)
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
    if by is not None:
        from gongxin.casework.handing_in import note_hand_in

        note_hand_in(receipt.batch, by, day(as_of))
    if mend is not None:
        receipt.write_mend_file(mend)
    if common.json:
        receipt.write_json(sys.stdout)
    else:
        receipt.print_table()


def _handing_in(username: str, source: str, common: Common) -> Account:
    """The account that hands the files in, if it belongs to the department."""
    office(common)
    from gongxin.casework.handing_in import require_source

    by = acting(username)
    require_source(by, source)
    return by

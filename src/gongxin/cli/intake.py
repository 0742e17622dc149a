"""``gongxin intake``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.accounts.models import Account
    from gongxin.intake.receipt import Receipt


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
    # The receipt first: what was taken is told even where the workbook to mend cannot be written.
    if common.json:
        receipt.write_json(sys.stdout)
    else:
        receipt.print_table()
    written = None if mend is None else receipt.write_mend_file(mend)
    if not common.json:
        _print_what_to_do(receipt, written)


def _print_what_to_do(receipt: Receipt, written: list[Path] | None) -> None:
    """What comes next for held and rejected rows; ``written`` are the workbooks to mend, if they were asked for."""
    for zh, en in (*_about_held(receipt), *_about_mending(receipt, written)):
        sys.stdout.write(f"{zh}\n{en}\n")


def _about_held(receipt: Receipt) -> Iterator[tuple[str, str]]:
    if receipt.held:
        yield (
            f"待确认 {receipt.held:,} 行：用 gongxin held list 查看，以 held confirm、reassign 或 drop 处理。",
            f"Held rows: {receipt.held:,}. 'gongxin held list' shows them; confirm, reassign or drop each.",
        )


def _about_mending(receipt: Receipt, written: list[Path] | None) -> Iterator[tuple[str, str]]:
    """Which workbooks were written, why none was, or how to have one."""
    if written is None:
        if receipt.rejected:
            yield (
                "加 --mend 文件.xlsx 重新运行，可导出退回的行，更正后再报送。",
                "Run it again with --mend FILE.xlsx for a workbook of the rejected rows, to correct and hand in.",
            )
        return
    for path in written:
        yield f"更正文件已写入：{path}", f"Workbook to mend: {path}"
    not_cut = receipt.held + receipt.rejected - receipt.mendable
    if not_cut:
        yield (
            f"{not_cut:,} 行无法分列，不在更正文件中；请在原文件中更正后再报送。",
            f"Rows that could not be cut into cells: {not_cut:,}. No workbook has them; mend the file itself.",
        )
    elif not written:
        yield "没有需要更正的行，未写更正文件。", "No row needs mending; no workbook was written."


def _handing_in(username: str, source: str, common: Common) -> Account:
    """The account that hands the files in, if it belongs to the department."""
    office(common)
    from gongxin.casework.handing_in import require_source

    by = acting(username)
    require_source(by, source)
    return by

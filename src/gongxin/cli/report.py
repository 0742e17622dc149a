"""``gongxin report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs


def report(
    subject: str,
    *,
    out: Annotated[Path, Parameter(help="File to write, .html or .json. 输出文件")],
    as_of: Annotated[str | None, Parameter(help="Day the report is about; today. 报告日期")] = None,
    known_at: Annotated[int | None, Parameter(help="Only what was known at this batch. 截至某批次的数据")] = None,
    lang: Annotated[Literal["zh", "en"], Parameter(help="Language of the page. 页面语言")] = "zh",
    audience: Annotated[
        Literal["public", "subject"],
        Parameter(help="What the public may see, or the subject's own whole file. 公开版或本人版"),
    ] = "public",
    common: Common = COMMON,
) -> None:
    """Write one subject's credit report: records with their standing, the grade and how it came about. 信用报告."""
    from gongxin.ledger import Ledger
    from gongxin.reports import write_report

    workspace = common.workspace()
    written = write_report(
        Ledger.open(workspace),
        workspace.law(),
        subject,
        out,
        as_of=day(as_of),
        known_at=known_at,
        lang=lang,
        audience=audience,
    )
    answer = {"subject": subject, "as_of": written.as_of, "known_at": written.known_at, "out": out}
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)

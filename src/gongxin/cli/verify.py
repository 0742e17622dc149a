"""``gongxin verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common
from gongxin.cli.output import print_json, print_pairs


def verify(
    report: Path,
    *,
    key: Annotated[Path, Parameter(help="Public key of the platform. 平台公钥文件")],
    since: Annotated[
        Path | None, Parameter(help="Head kept: REPORT is a proof of growth since it. 所存树头，核验账本只增不改")
    ] = None,
    common: Common = COMMON,
) -> None:
    """Check a credit report, or a ledger's growth, with nothing but the files and the public key. 离线核验."""
    from gongxin.ledger.transparency.growth import verify_growth
    from gongxin.reports import verify_report

    answer = verify_report(report, key) if since is None else verify_growth(report, since, key)
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)

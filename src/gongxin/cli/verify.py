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
    common: Common = COMMON,
) -> None:
    """Check a credit report (JSON) against its proofs, with nothing but the report and the public key. 离线核验."""
    from gongxin.reports import verify_report

    answer = verify_report(report, key)
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)

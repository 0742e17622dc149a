"""``gongxin init``."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common
from gongxin.cli.output import print_json, print_pairs


def init(
    *,
    buckets: Annotated[
        int, Parameter(help="Parts the ledger is split into; fixed for good. 账本分桶数，建后不改")
    ] = 64,
    common: Common = COMMON,
) -> None:
    """Make a workspace: an empty ledger, its keys, a place for receipts and local packs. 新建工作区.

    On a folder that is a workspace already, nothing changes.
    """
    from gongxin.workspace import Workspace

    workspace = Workspace.create(common.folder(), buckets=buckets)
    answer = {"home": workspace.root, "buckets": workspace.buckets, "packs": workspace.packs_dir}
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)

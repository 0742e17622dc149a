"""``gongxin find``."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common
from gongxin.cli.output import print_json, print_table


def find(
    name: str,
    *,
    most: Annotated[int, Parameter(help="How many candidates. 最多列出几个")] = 10,
    common: Common = COMMON,
) -> None:
    """Find a subject by code, name or former name; the likeliest first, with the reason. 查找主体."""
    from gongxin.errors import NotFound
    from gongxin.ledger import Ledger
    from gongxin.ledger.subjects import find_subjects

    candidates = find_subjects(Ledger.open(common.workspace()), name, most=most)
    if not candidates:
        raise NotFound(
            "no-such-subject",
            zh=f"没有名称或代码与“{name}”相近的主体；请核对写法，或换一个更完整的名称。",
            en=f"No subject has a name or code like {name!r}; check the spelling, or give more of the name.",
        )
    found = [candidate.as_dict() for candidate in candidates]
    if common.json:
        print_json({"query": name, "candidates": found})
    else:
        print_table("主体 subjects", tuple(found[0]), [list(candidate.values()) for candidate in found])

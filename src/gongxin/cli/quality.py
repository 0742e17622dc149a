"""``gongxin quality``."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table


def quality(
    *,
    from_: Annotated[str | None, Parameter(name="--from", help="First day of the period. 起始日期")] = None,
    to: Annotated[str | None, Parameter(name="--to", help="Last day of the period; today. 截止日期")] = None,
    common: Common = COMMON,
) -> None:
    """Data quality by department: compliance, late and code error rates, duplicates. 各部门数据质量."""
    from gongxin.intake.quality import quality_by_source

    rows = quality_by_source(
        common.workspace(),
        first=day(from_, option="--from") if from_ else None,
        last=day(to, option="--to"),
    )
    answers = [row.as_dict() for row in rows]
    if common.json:
        print_json({"departments": answers})
    elif answers:
        by_rule = [", ".join(f"{rule} {count}" for rule, count in row.rejected_by_rule.items()) for row in rows]
        told = [answer | {"rejected_by_rule": rules} for answer, rules in zip(answers, by_rule, strict=True)]
        print_table("数据质量 data quality", tuple(told[0]), [list(row.values()) for row in told])

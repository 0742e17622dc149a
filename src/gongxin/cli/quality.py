"""``gongxin quality``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from gongxin.intake.quality import SourceQuality


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
    if common.json:
        print_json({"departments": [row.as_dict() for row in rows]})
    else:
        _print(rows)


#: Two lines a heading: Chinese over English, so that nine figures stand side by side on a terminal of 80 columns.
_HEADINGS = (
    "报送单位\nsource",
    "行数\nrows",
    "暂存\nheld",
    "退回\nrejected",
    "合规\ncomplies",
    "迟报\nlate",
    "代码错\nbad code",
    "重复\ntwice",
)


def _print(rows: Sequence[SourceQuality]) -> None:
    figures = [(row.source, row.total, row.held, row.rejected, *_shares(row)) for row in rows]
    print_table("数据质量 data quality", _HEADINGS, figures)
    reasons = [(row.source, rule, count) for row in rows for rule, count in row.rejected_by_rule.items()]
    if reasons:
        print_table("退回的原因 why rows were rejected", ("报送单位 source", "规则 rule", "行数 rows"), reasons)


def _shares(row: SourceQuality) -> Iterator[str]:
    yield from map(_share, (row.compliance_rate, row.late_rate, row.code_error_rate, row.duplicate_rate))


def _share(rate: Decimal | None) -> str:
    """A share of 1 as a percentage; a dash where there was no row to take it of."""
    return "—" if rate is None else f"{rate:.2%}"

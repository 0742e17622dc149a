"""Why an expression is refused, in both languages, with the position and the cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.values import MAX_DIGITS, Kind, Value
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlglot import exp


class Refused(Exception):
    """An expression says something it may not say; ``position`` is the offset in its text, if it can be told."""

    def __init__(self, rule: str, zh: str, en: str, position: int | None = None) -> None:
        super().__init__(en)
        self.rule, self.zh, self.en, self.position = rule, zh, en, position


def position_of(node: exp.Expr) -> int | None:
    """Where in the text a node starts: the first place the parser noted at or below it."""
    starts = [part.meta["start"] for part in node.walk() if part.meta.get("start") is not None]
    return min(starts) if starts else None


#: What to do instead of some things that are refused.
_INSTEAD = {
    "Div": ("除法不精确，请改为乘以小数", "division is not exact; multiply by a decimal instead"),
    "IntDiv": ("除法不精确，请改为乘以小数", "division is not exact; multiply by a decimal instead"),
    "Cast": ("不能转换类型；日期写作 date '2026-04-01'", "there are no casts; a date is written date '2026-04-01'"),
    "In": ("in 后面请写括号和取值", "after 'in' write values in brackets"),
    "Case": ("请写 case when 条件 then 值 end", "write case when condition then value end"),
    "Interval": ("时间段只能与日期相加减", "a span can only be added to a date or taken from it"),
}
_READS_ONE_ROW = ("规则只读一条记录", "a rule reads one record and no other table")
_READS_NO_CLOCK = ("规则不读时钟", "rules do not read the clock")
_WRITTEN = {"Div": "/", "IntDiv": "//", "Mod": "%", "Pow": "^", "Star": "*", "Bracket": "[...]", "Dot": "."}


def not_allowed(node: exp.Expr) -> Refused:
    """A kind of node, or a part of one, that is not on the allow-list."""
    zh, en = _instead(type(node).__name__)
    what = _as_written(node)
    return Refused(
        "expression-not-allowed",
        f"表达式中不能使用 {what}；{zh}",
        f"{what} cannot be used in an expression; {en}",
        position_of(node),
    )


def _instead(kind: str) -> tuple[str, str]:
    if kind in _INSTEAD:
        return _INSTEAD[kind]
    if kind.startswith("Current"):
        return _READS_NO_CLOCK
    if kind in ("Subquery", "Select", "Exists", "Window", "Lambda", "Filter", "Distinct", "Order"):
        return _READS_ONE_ROW
    return (
        "可用比较、and/or/not、in、between、like、is null、case、coalesce、加减乘、interval 和 kind_any 等函数",
        "what can be used: comparisons, and/or/not, in, between, like, is null, case, coalesce, + - *, dates with "
        "interval, and functions such as kind_any",
    )


def _as_written(node: exp.Expr) -> str:
    from sqlglot import exp

    kind = type(node).__name__
    if kind in _WRITTEN:
        return repr(_WRITTEN[kind])
    if isinstance(node, exp.Anonymous):
        return f"{str(node.this)[:40]}()"
    if isinstance(node, exp.Func):
        return f"{node.sql_name().lower()}()"
    return kind.lower()


def too_deep(node: exp.Expr | None = None) -> Refused:
    """Brackets within brackets beyond what the parser or the compiler follows."""
    return Refused(
        "expression-too-deep",
        "嵌套层次过多；请拆成几条规则",
        "nested too deep; split it into several rules",
        None if node is None else position_of(node),
    )


def mismatch(node: exp.Expr, value: Value, *wanted: Kind) -> Refused:
    """A value of another kind than its place wants."""
    zh, en = "或".join(kind.zh for kind in wanted), " or ".join(kind.en for kind in wanted)
    hint_zh, hint_en = "", ""
    if Kind.DATE in wanted and value.literal is not None:
        hint_zh, hint_en = f"；请写 date '{value.literal}'", f"; write date '{value.literal}'"
    return Refused(
        "expression-type",
        f"此处应为{zh}，写的却是{value.kind.zh}{hint_zh}",
        f"{en} is wanted here, and this is {value.kind.en}{hint_en}",
        position_of(node),
    )


def not_in_list(node: exp.Expr, literal: str, values: Iterable[str]) -> Refused:
    """A text compared with something that a code list keeps from ever being it."""
    cure = did_you_mean(literal, values)
    return Refused(
        "value-not-in-code-list",
        f"代码表中没有 {literal!r}，该条件永远不成立；{cure.zh}",
        f"the code list has no {literal!r}, so this can never hold; {cure.en}",
        position_of(node),
    )


def want(node: exp.Expr, value: Value, *kinds: Kind) -> None:
    """That a value is of one of some kinds."""
    if value.kind not in kinds:
        raise mismatch(node, value, *kinds)


def want_digits(node: exp.Expr, whole: int, scale: int) -> None:
    """That a number fits a decimal."""
    if whole + scale > MAX_DIGITS:
        raise Refused(
            "expression-digits",
            f"结果可能需要 {whole + scale} 位数字，最多 {MAX_DIGITS} 位；请简化算式",
            f"the result may need {whole + scale} digits, at most {MAX_DIGITS} fit; simplify the sum",
            position_of(node),
        )


def widest(node: exp.Expr, values: Sequence[Value]) -> Value:
    """The decimal that holds each of several numbers exactly (its SQL is empty: only its type matters)."""
    for value in values:
        want(node, value, Kind.NUMBER)
    whole, scale = max(value.whole for value in values), max(value.scale for value in values)
    want_digits(node, whole, scale)
    return Value("", Kind.NUMBER, whole, scale)


def common(node: exp.Expr, values: Sequence[Value]) -> Value:
    """The one type that several alternatives share (again without SQL)."""
    known = [value for value in values if value.kind is not Kind.NOTHING]
    if not known:
        raise Refused("expression-type", "所有取值都是空值", "all the alternatives are null", position_of(node))
    for value in known:
        want(node, value, known[0].kind)
    if known[0].kind is not Kind.NUMBER:
        return Value("", known[0].kind)
    stored = known[0].stored
    if stored is not None and all(value.stored == stored for value in known):
        return Value("", Kind.NUMBER, max(value.whole for value in known), 0, stored)
    return widest(node, known)

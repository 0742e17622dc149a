"""The allow-list of safe expressions and the typed compiler behind :mod:`gongxin.law.expressions`.

Each kind of node that may stand in an expression is one entry of ``ALLOWED``: the parts it may have, and the method
that checks its operands and writes its SQL. A node that is not listed, or has a part that is not, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from gongxin.law.columns import ColumnType
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlglot import exp

    from gongxin.law.readable import Readable

#: Deepest nesting of an expression; chains of ``and`` and ``or`` count once.
MAX_DEPTH = 40

_MAX_DIGITS = 38  # of a DECIMAL in DuckDB and Spark
_LONGEST_SPAN = {"DAY": 36_600, "MONTH": 1_200, "YEAR": 100}
_LARGEST_INTEGER = 2**31 - 1


class Kind(Enum):
    """The kinds of value an expression knows, each with its name in both languages."""

    TEXT = ("文本", "a text")
    TEXTS = ("多值文本", "a list of texts")
    DATE = ("日期", "a date")
    NUMBER = ("数值", "a number")
    FLAG = ("条件", "a condition")
    NOTHING = ("空值", "null")

    @property
    def zh(self) -> str:
        """The kind in Chinese."""
        return self.value[0]

    @property
    def en(self) -> str:
        """The kind in English, with its article."""
        return self.value[1]


_KIND = {
    ColumnType.TEXT: Kind.TEXT,
    ColumnType.TEXTS: Kind.TEXTS,
    ColumnType.DATE: Kind.DATE,
    ColumnType.MONEY: Kind.NUMBER,
    ColumnType.NUMBER: Kind.NUMBER,
    ColumnType.INTEGER: Kind.NUMBER,
    ColumnType.FLAG: Kind.FLAG,
}
_DIGITS = {ColumnType.MONEY: (16, 2), ColumnType.NUMBER: (12, 6), ColumnType.INTEGER: (19, 0)}
_PLAIN_TYPE = {
    Kind.TEXT: "VARCHAR",
    Kind.TEXTS: "VARCHAR[]",
    Kind.DATE: "DATE",
    Kind.FLAG: "BOOLEAN",
    Kind.NOTHING: '"NULL"',
}


class Refused(Exception):
    """An expression says something it may not say; ``position`` is the offset in its text."""

    def __init__(self, rule: str, zh: str, en: str, position: int | None = None) -> None:
        super().__init__(en)
        self.rule, self.zh, self.en, self.position = rule, zh, en, position


@dataclass(frozen=True, slots=True)
class Value:
    """A compiled part: its SQL, what it is, and for numbers the digits before and after the point.

    ``values`` are the only texts it can be, if a closed code list says so; ``literal`` is the text it is.
    """

    sql: str
    kind: Kind
    whole: int = 0
    scale: int = 0
    integer: str | None = None
    values: frozenset[str] | None = None
    literal: str | None = None

    @property
    def decimal(self) -> str:
        """The decimal type that holds every value this number can have."""
        return f"DECIMAL({max(self.whole + self.scale, 1)},{self.scale})"

    @property
    def sql_type(self) -> str:
        """The SQL type of the result."""
        if self.kind is Kind.NUMBER:
            return self.integer or self.decimal
        return _PLAIN_TYPE[self.kind]


def quote(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _number(sql: str, whole: int, scale: int) -> Value:
    result = Value(sql, Kind.NUMBER, whole, scale)
    return Value(f"CAST({sql} AS {result.decimal})", Kind.NUMBER, whole, scale)


def _bigint(sql: str) -> Value:
    return Value(sql, Kind.NUMBER, 19, 0, integer="BIGINT")


class Compiler:
    """Compiles one expression over the given names; ``reads`` gathers the names it used."""

    def __init__(self, names: Mapping[str, Readable]) -> None:
        self._names = names
        self._depth = 0
        self.reads: set[str] = set()

    def compile(self, node: exp.Expr) -> Value:
        """The value of a node, or :class:`Refused`."""
        kind = type(node).__name__
        if kind not in ALLOWED:
            raise _not_allowed(node)
        parts, method = ALLOWED[kind]
        surplus = [name for name, part in node.args.items() if name not in parts and part not in (None, False, [])]
        if surplus:
            raise _not_allowed(node)
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                raise Refused(
                    "expression-too-deep",
                    f"嵌套超过 {MAX_DEPTH} 层；请拆成几条规则",
                    f"nested more than {MAX_DEPTH} deep; split it into several rules",
                    position_of(node),
                )
            return method(self, node)
        finally:
            self._depth -= 1

    def _part(self, node: exp.Expr, name: str = "this") -> Value:
        part = node.args.get(name)
        if part is None or isinstance(part, (str, bool)):
            raise _not_allowed(node)
        return self.compile(part)

    def _flag(self, node: exp.Expr) -> Value:
        value = self.compile(node)
        if value.kind is not Kind.FLAG:
            raise _mismatch(node, value, Kind.FLAG)
        return value

    # Names and literals

    def _column(self, node: exp.Expr) -> Value:
        name = node.name
        if name not in self._names:
            cure = did_you_mean(name, self._names)
            raise Refused(
                "unknown-name",
                f"没有列或字段 {name!r}；{cure.zh}",
                f"there is no column or field {name!r}; {cure.en}",
                position_of(node),
            )
        read = self._names[name]
        if read.unusable is not None:
            raise Refused("unusable-name", read.unusable.zh, read.unusable.en, position_of(node))
        self.reads.add(name)
        whole, scale = _DIGITS.get(read.type, (0, 0))
        integer = "BIGINT" if read.type is ColumnType.INTEGER else None
        return Value(read.sql, _KIND[read.type], whole, scale, integer, read.values)

    def _literal(self, node: exp.Expr) -> Value:
        text = str(node.this)
        if node.args.get("is_string"):
            return Value(quote(text), Kind.TEXT, literal=text)
        match = re.fullmatch(r"(\d{1,18})(?:\.(\d{1,12}))?", text)
        if match is None:
            raise Refused(
                "expression-number",
                f"数 {text[:40]!r} 过长或写法不对；请写十进制数，整数部分最多 18 位，小数最多 12 位",
                f"the number {text[:40]!r} is too long or oddly written; write it in decimals, at most 18 digits and 12 places",
                position_of(node),
            )
        whole, places = str(int(match[1])), match[2]
        if places is not None:
            return Value(f"{whole}.{places}", Kind.NUMBER, len(whole), len(places))
        integer = "INTEGER" if int(whole) <= _LARGEST_INTEGER else "BIGINT"
        return Value(whole, Kind.NUMBER, len(whole), 0, integer)

    def _boolean(self, node: exp.Expr) -> Value:
        return Value("TRUE" if node.this else "FALSE", Kind.FLAG)

    def _null(self, node: exp.Expr) -> Value:
        return Value("NULL", Kind.NOTHING)

    def _paren(self, node: exp.Expr) -> Value:
        return self._part(node)

    def _date(self, node: exp.Expr) -> Value:
        """``date '2026-04-01'``, which the parser gives as a cast: the only cast there is."""
        from datetime import date

        literal, to = node.this, node.args.get("to")
        if getattr(to, "sql", lambda: "")() != "DATE" or not getattr(literal, "is_string", False):
            raise _not_allowed(node)
        try:
            day = date.fromisoformat(literal.name)
        except ValueError:
            raise Refused(
                "expression-date",
                f"{literal.name!r} 不是日期；请写 date '2026-04-01'",
                f"{literal.name!r} is no date; write date '2026-04-01'",
                position_of(literal),
            ) from None
        return Value(f"DATE '{day.isoformat()}'", Kind.DATE)

    # Conditions

    def _chain(self, node: exp.Expr) -> Value:
        """``and``, ``or``: a run of the same connective is one level, however long."""
        connective = type(node)
        operands: list[exp.Expr] = []
        waiting = [node]
        while waiting:
            part = waiting.pop()
            if type(part) is connective:
                waiting += [part.args["expression"], part.this]
            else:
                operands.append(part)
        word = f" {connective.__name__.upper()} "
        return Value("(" + word.join(self._flag(part).sql for part in operands) + ")", Kind.FLAG)

    def _not(self, node: exp.Expr) -> Value:
        return Value(f"(NOT {self._flag(node.this).sql})", Kind.FLAG)

    def _comparison(self, node: exp.Expr) -> Value:
        left, right = self._part(node), self._part(node, "expression")
        self._comparable(node, [left, right])
        if left.kind is Kind.FLAG and type(node).__name__ not in _EQUALITIES:
            raise _not_allowed(node)
        return Value(f"({left.sql} {_OPERATORS[type(node).__name__]} {right.sql})", Kind.FLAG)

    def _is(self, node: exp.Expr) -> Value:
        subject, state = self._part(node), self._part(node, "expression")
        if state.sql not in ("NULL", "TRUE", "FALSE") or (state.kind is Kind.FLAG and subject.kind is not Kind.FLAG):
            raise _not_allowed(node)
        return Value(f"({subject.sql} IS {state.sql})", Kind.FLAG)

    def _in(self, node: exp.Expr) -> Value:
        subject = self._part(node)
        choices = [self.compile(part) for part in node.args.get("expressions") or ()]
        if not choices:
            raise _not_allowed(node)
        self._comparable(node, [subject, *choices])
        return Value(f"({subject.sql} IN ({', '.join(choice.sql for choice in choices)}))", Kind.FLAG)

    def _between(self, node: exp.Expr) -> Value:
        subject, low, high = self._part(node), self._part(node, "low"), self._part(node, "high")
        self._comparable(node, [subject, low, high])
        return Value(f"({subject.sql} BETWEEN {low.sql} AND {high.sql})", Kind.FLAG)

    def _like(self, node: exp.Expr) -> Value:
        subject, pattern = self._part(node), self._part(node, "expression")
        for part in (subject, pattern):
            if part.kind is not Kind.TEXT:
                raise _mismatch(node, part, Kind.TEXT)
        word = "LIKE" if type(node).__name__ == "Like" else "ILIKE"
        word = f"NOT {word}" if node.args.get("negate") else word
        return Value(f"({subject.sql} {word} {pattern.sql})", Kind.FLAG)

    def _comparable(self, node: exp.Expr, values: Sequence[Value]) -> None:
        """That values can be compared, exactly, and that no text is compared with one it can never be."""
        first = values[0]
        for value in values:
            if value.kind in (Kind.TEXTS, Kind.NOTHING):
                raise Refused(
                    "expression-comparison",
                    f"{value.kind.zh}不能直接比较；多值用 kind_any('…') 或 has_any(字段, '…')，空值用 is null",
                    f"{value.kind.en} cannot be compared; use kind_any('…') or has_any(field, '…'), and 'is null' for null",
                    position_of(node),
                )
            if value.kind is not first.kind:
                raise _mismatch(node, value, first.kind)
        if first.kind is Kind.NUMBER:
            _widest(node, values)
        closed = [value.values for value in values if value.values is not None]
        for value in values:
            if closed and value.literal is not None and not any(value.literal in choice for choice in closed):
                raise _not_in_list(node, value.literal, frozenset().union(*closed))

    # Values

    def _case(self, node: exp.Expr) -> Value:
        arms = [(self._flag(arm.this), self.compile(arm.args["true"])) for arm in node.args.get("ifs") or ()]
        default = self._part(node, "default") if node.args.get("default") is not None else Value("NULL", Kind.NOTHING)
        joined = _unify(node, [result for _, result in arms] + [default])
        written = "".join(f" WHEN {condition.sql} THEN {_cast(result, joined)}" for condition, result in arms)
        return Value(
            f"CASE{written} ELSE {_cast(default, joined)} END", joined.kind, joined.whole, joined.scale, joined.integer
        )

    def _choice(self, node: exp.Expr) -> Value:
        """``coalesce``, ``greatest``, ``least``: one of several values of a kind."""
        values = [self._part(node)] + [self.compile(part) for part in node.args.get("expressions") or ()]
        joined = _unify(node, values)
        name = type(node).__name__.upper()
        if name != "COALESCE" and joined.kind not in (Kind.NUMBER, Kind.DATE):
            raise _mismatch(node, joined, Kind.NUMBER)
        written = ", ".join(_cast(value, joined) for value in values)
        return Value(f"{name}({written})", joined.kind, joined.whole, joined.scale, joined.integer)

    def _negative(self, node: exp.Expr) -> Value:
        value = self._part(node)
        if value.kind is not Kind.NUMBER:
            raise _mismatch(node, value, Kind.NUMBER)
        if type(node.this).__name__ == "Literal":
            return Value(f"(-{value.sql})", Kind.NUMBER, value.whole, value.scale, value.integer)
        return _number(f"-CAST({value.sql} AS {value.decimal})", value.whole, value.scale)

    def _sum(self, node: exp.Expr) -> Value:
        """``a + b`` and ``a - b``: numbers, a date and a span, or two dates (their distance in days)."""
        sign = "+" if type(node).__name__ == "Add" else "-"
        left, right = self._part(node), node.args["expression"]
        if left.kind is Kind.DATE and type(right).__name__ == "Interval":
            return Value(f"CAST(({left.sql} {sign} {self._span(right)}) AS DATE)", Kind.DATE)
        other = self.compile(right)
        if left.kind is other.kind is Kind.DATE and sign == "-":
            return _bigint(f"date_diff('day', {other.sql}, {left.sql})")
        wide = _widest(node, (left, other))
        whole, scale = wide.whole + 1, wide.scale
        _check_digits(node, whole, scale)
        operand = Value("", Kind.NUMBER, whole, scale).decimal
        return _number(f"(CAST({left.sql} AS {operand}) {sign} CAST({other.sql} AS {operand}))", whole, scale)

    def _product(self, node: exp.Expr) -> Value:
        left, right = self._part(node), self._part(node, "expression")
        for value in (left, right):
            if value.kind is not Kind.NUMBER:
                raise _mismatch(node, value, Kind.NUMBER)
        whole, scale = left.whole + right.whole, left.scale + right.scale
        _check_digits(node, whole, scale)
        operands = (f"CAST({v.sql} AS DECIMAL({whole + scale},{v.scale}))" for v in (left, right))
        return _number(f"({' * '.join(operands)})", whole, scale)

    def _span(self, node: exp.Expr) -> str:
        count, unit = node.this, node.args.get("unit")
        word = unit.name.upper().removesuffix("S") if unit is not None else ""
        digits = count.name if type(count).__name__ == "Literal" else ""
        if word not in _LONGEST_SPAN or not re.fullmatch(r"\d{1,5}", digits) or int(digits) > _LONGEST_SPAN[word]:
            raise Refused(
                "expression-span",
                "时间段写作 interval 3 months、interval 1 year 或 interval 30 days，不超过一百年",
                "write a span as interval 3 months, interval 1 year or interval 30 days, of a hundred years at most",
                position_of(node),
            )
        return f"INTERVAL {int(digits)} {word}"

    # Functions

    def _text_function(self, node: exp.Expr) -> Value:
        value = self._part(node)
        if value.kind is not Kind.TEXT:
            raise _mismatch(node, value, Kind.TEXT)
        return Value(f"{type(node).__name__.lower()}({value.sql})", Kind.TEXT)

    def _text_test(self, node: exp.Expr) -> Value:
        text, sought = self._part(node), self._part(node, "expression")
        for part in (text, sought):
            if part.kind is not Kind.TEXT:
                raise _mismatch(node, part, Kind.TEXT)
        return Value(f"{_TEXT_TESTS[type(node).__name__]}({text.sql}, {sought.sql})", Kind.FLAG)

    def _length(self, node: exp.Expr) -> Value:
        value = self._part(node)
        if value.kind not in (Kind.TEXT, Kind.TEXTS):
            raise _mismatch(node, value, Kind.TEXT)
        return _bigint(f"len({value.sql})")

    def _year(self, node: exp.Expr) -> Value:
        value = self._part(node)
        if value.kind is not Kind.DATE:
            raise _mismatch(node, value, Kind.DATE)
        return _bigint(f"year({value.sql})")

    def _named(self, node: exp.Expr) -> Value:
        """The functions of our own: ``kind_any``, ``kind_only``, ``kind_count`` and their ``has_`` forms for any list."""
        name = str(node.this).lower()
        if name not in LIST_FUNCTIONS:
            raise _not_allowed(node)
        arguments = list(node.args.get("expressions") or ())
        if name.startswith("kind_"):
            read = self._column_named(node, "kinds")
        else:
            read = self.compile(arguments.pop(0)) if arguments else Value("", Kind.NOTHING)
        if read.kind is not Kind.TEXTS:
            raise _mismatch(node, read, Kind.TEXTS)
        choices = [self.compile(argument) for argument in arguments]
        if not choices or any(choice.literal is None for choice in choices):
            raise Refused(
                "expression-arguments",
                f"{name} 的参数是带引号的代码，至少一个，例如 {name}({'' if name.startswith('kind_') else '字段, '}'fine')",
                f"{name} takes codes in quotes, at least one, such as {name}({'' if name.startswith('kind_') else 'field, '}'fine')",
                position_of(node),
            )
        for choice in choices:
            if read.values is not None and choice.literal not in read.values:
                raise _not_in_list(node, str(choice.literal), read.values)
        written = "[" + ", ".join(choice.sql for choice in choices) + "]"
        return LIST_FUNCTIONS[name](read.sql, written)

    def _column_named(self, node: exp.Expr, name: str) -> Value:
        from sqlglot import exp

        column = exp.column(name)
        column.this.meta["start"] = position_of(node)
        return self._column(column)


def _list_any(read: str, codes: str) -> Value:
    return Value(f"COALESCE(list_has_any({read}, {codes}), FALSE)", Kind.FLAG)


def _list_only(read: str, codes: str) -> Value:
    # A record that names no kind at all is not one of only these kinds.
    return Value(f"COALESCE(len({read}) > 0 AND list_has_all({codes}, {read}), FALSE)", Kind.FLAG)


def _list_count(read: str, codes: str) -> Value:
    return _bigint(f"COALESCE(len(list_intersect({read}, {codes})), 0)")


#: The functions of our own over a list of codes.
LIST_FUNCTIONS: dict[str, Callable[[str, str], Value]] = {
    "kind_any": _list_any,
    "kind_only": _list_only,
    "kind_count": _list_count,
    "has_any": _list_any,
    "has_only": _list_only,
    "has_count": _list_count,
}

_OPERATORS = {
    "EQ": "=",
    "NEQ": "<>",
    "LT": "<",
    "LTE": "<=",
    "GT": ">",
    "GTE": ">=",
    "NullSafeEQ": "IS NOT DISTINCT FROM",
    "NullSafeNEQ": "IS DISTINCT FROM",
}
_EQUALITIES = frozenset({"EQ", "NEQ", "NullSafeEQ", "NullSafeNEQ"})
_TEXT_TESTS = {"Contains": "contains", "StartsWith": "starts_with", "EndsWith": "ends_with"}
_PAIR = frozenset({"this", "expression"})
_ONE = frozenset({"this"})
_MANY = frozenset({"this", "expressions"})

#: Every kind of node an expression may hold: the parts it may have and what compiles it.
ALLOWED: dict[str, tuple[frozenset[str], Callable[[Compiler, exp.Expr], Value]]] = {
    "Column": (_ONE, Compiler._column),
    "Literal": (frozenset({"this", "is_string"}), Compiler._literal),
    "Boolean": (_ONE, Compiler._boolean),
    "Null": (frozenset(), Compiler._null),
    "Paren": (_ONE, Compiler._paren),
    "Cast": (frozenset({"this", "to"}), Compiler._date),
    "And": (_PAIR, Compiler._chain),
    "Or": (_PAIR, Compiler._chain),
    "Not": (_ONE, Compiler._not),
    **dict.fromkeys(_OPERATORS, (_PAIR, Compiler._comparison)),
    "Is": (_PAIR, Compiler._is),
    "In": (_MANY, Compiler._in),
    "Between": (frozenset({"this", "low", "high"}), Compiler._between),
    "Like": (_PAIR | {"negate"}, Compiler._like),
    "ILike": (_PAIR | {"negate"}, Compiler._like),
    "Case": (frozenset({"ifs", "default"}), Compiler._case),
    "Coalesce": (_MANY, Compiler._choice),
    "Greatest": (_MANY | {"ignore_nulls"}, Compiler._choice),
    "Least": (_MANY | {"ignore_nulls"}, Compiler._choice),
    "Neg": (_ONE, Compiler._negative),
    "Add": (_PAIR, Compiler._sum),
    "Sub": (_PAIR, Compiler._sum),
    "Mul": (_PAIR, Compiler._product),
    "Lower": (_ONE, Compiler._text_function),
    "Upper": (_ONE, Compiler._text_function),
    **dict.fromkeys(_TEXT_TESTS, (_PAIR, Compiler._text_test)),
    "Length": (_ONE, Compiler._length),
    "Year": (_ONE, Compiler._year),
    "Anonymous": (_MANY, Compiler._named),
}


def position_of(node: exp.Expr) -> int | None:
    """Where in the text a node starts: the first place the parser noted at or below it."""
    starts = [part.meta["start"] for part in node.walk() if part.meta.get("start") is not None]
    return min(starts) if starts else None


def _not_allowed(node: exp.Expr) -> Refused:
    kind = type(node).__name__
    what = str(node.this) if kind == "Anonymous" else kind
    zh, en = _REASONS.get(kind, ("", ""))
    return Refused(
        "expression-not-allowed",
        f"表达式中不允许使用 {what}{zh}；可用比较、and/or/not、in、between、like、case、加减乘、日期加减以及 "
        f"{'、'.join(sorted(LIST_FUNCTIONS))} 等函数",
        f"{what} is not allowed in an expression{en}; comparisons, and/or/not, in, between, like, case, + - *, "
        f"dates with interval, and functions such as {', '.join(sorted(LIST_FUNCTIONS))} are",
        position_of(node),
    )


_REASONS = {
    "Div": ("（除法不精确，请改为乘以小数）", " (division is not exact; multiply by a decimal instead)"),
    "CurrentDate": ("（规则不读时钟）", " (rules do not read the clock)"),
    "CurrentTimestamp": ("（规则不读时钟）", " (rules do not read the clock)"),
    "Subquery": ("（规则只读一条记录）", " (a rule reads one record and no other table)"),
    "Cast": ("（唯一可写的是 date '2026-04-01'）", " (the only form is date '2026-04-01')"),
}


def _mismatch(node: exp.Expr, value: Value, wanted: Kind) -> Refused:
    hint_zh, hint_en = "", ""
    if wanted is Kind.DATE and value.literal is not None:
        hint_zh, hint_en = f"；请写 date '{value.literal}'", f"; write date '{value.literal}'"
    return Refused(
        "expression-type",
        f"此处应为{wanted.zh}，写的却是{value.kind.zh}{hint_zh}",
        f"{wanted.en} is wanted here, and this is {value.kind.en}{hint_en}",
        position_of(node),
    )


def _not_in_list(node: exp.Expr, literal: str, values: frozenset[str]) -> Refused:
    cure = did_you_mean(literal, values)
    return Refused(
        "value-not-in-code-list",
        f"代码表中没有 {literal!r}，该条件永远不成立；{cure.zh}",
        f"the code list has no {literal!r}, so this can never hold; {cure.en}",
        position_of(node),
    )


def _widest(node: exp.Expr, values: Sequence[Value]) -> Value:
    for value in values:
        if value.kind is not Kind.NUMBER:
            raise _mismatch(node, value, Kind.NUMBER)
    whole, scale = max(value.whole for value in values), max(value.scale for value in values)
    _check_digits(node, whole, scale)
    return Value("", Kind.NUMBER, whole, scale)


def _check_digits(node: exp.Expr, whole: int, scale: int) -> None:
    if whole + scale > _MAX_DIGITS:
        raise Refused(
            "expression-digits",
            f"结果可能需要 {whole + scale} 位数字，最多 {_MAX_DIGITS} 位；请简化算式",
            f"the result may need {whole + scale} digits, at most {_MAX_DIGITS} fit; simplify the sum",
            position_of(node),
        )


def _unify(node: exp.Expr, values: Sequence[Value]) -> Value:
    """The one type that several alternatives share."""
    known = [value for value in values if value.kind is not Kind.NOTHING]
    if not known:
        raise Refused("expression-type", "所有取值都是空值", "all the alternatives are null", position_of(node))
    for value in known:
        if value.kind is not known[0].kind:
            raise _mismatch(node, value, known[0].kind)
    if known[0].kind is not Kind.NUMBER:
        return Value("", known[0].kind)
    if all(value.integer == known[0].integer is not None for value in known):
        return Value("", Kind.NUMBER, max(value.whole for value in known), 0, known[0].integer)
    return _widest(node, known)


def _cast(value: Value, to: Value) -> str:
    same = value.sql_type == to.sql_type
    return value.sql if same else f"CAST({value.sql} AS {to.sql_type})"

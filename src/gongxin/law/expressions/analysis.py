"""Reading an expression, compiling it, and saying where it went wrong."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import LawError
from gongxin.law.columns import ColumnType
from gongxin.law.expressions.compiler import Compiler
from gongxin.law.expressions.refusals import Refused, too_deep
from gongxin.law.expressions.values import KIND_OF, Kind
from gongxin.law.readable import Readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

#: Longest expression, in characters; a longer condition is several classes or indicators.
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Compiled:
    """A checked expression: its SQL over one row, the SQL type of its result, and the names it reads."""

    sql: str
    type: str
    reads: frozenset[str]


def compile_expression(
    text: str,
    columns: Mapping[str, ColumnType | Readable],
    where: str | None = None,
    want: ColumnType | None = ColumnType.FLAG,
) -> str:
    """The DuckDB SQL of an expression; see :func:`analyse`."""
    return analyse(text, columns, where, want).sql


def analyse(
    text: str,
    columns: Mapping[str, ColumnType | Readable],
    where: str | None = None,
    want: ColumnType | None = ColumnType.FLAG,
) -> Compiled:
    """Check and compile an expression.

    ``columns`` are the names it may use, each with its type (then it is a column of that name) or with the SQL that
    reads it. ``where`` is the place in the pack, for the message. ``want`` is the type the result must have (any
    numeric type satisfies a numeric one), or None for any.
    Raises :class:`LawError` with the position in the text.
    """
    names = {
        name: read if isinstance(read, Readable) else Readable(f'"{name}"', read) for name, read in columns.items()
    }
    try:
        _check_text(text)
        compiler = Compiler(names)
        result = compiler.compile(_parse(text))
        if result.kind is Kind.NOTHING or (want is not None and result.kind is not KIND_OF[want]):
            raise _not_wanted(result.kind, want)
    except Refused as refused:
        raise _as_law_error(refused, text, where) from None
    return Compiled(result.sql, result.sql_type, frozenset(compiler.reads))


def _not_wanted(kind: Kind, want: ColumnType | None) -> Refused:
    zh, en = ("值", "a value") if want is None else (KIND_OF[want].zh, KIND_OF[want].en)
    return Refused("expression-type", f"此处应为{zh}，写的却是{kind.zh}", f"{en} is wanted here, and this is {kind.en}")


def _check_text(text: str) -> None:
    if not text.strip():
        raise Refused(
            "expression-empty", "表达式为空；请写条件，或删去此项", "the expression is empty; write one or drop the key"
        )
    if len(text) > MAX_LENGTH:
        raise Refused(
            "expression-too-long",
            f"表达式有 {len(text)} 个字符，最多 {MAX_LENGTH} 个；请拆成几条规则",
            f"the expression has {len(text)} characters, at most {MAX_LENGTH} are allowed; split it into several rules",
        )
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\t":
            raise Refused(
                "expression-character",
                f"含有不可见字符 U+{ord(character):04X}；请删去",
                f"there is an invisible character U+{ord(character):04X}; remove it",
                position,
            )


def _parse(text: str) -> exp.Expr:
    from sqlglot import exp
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.errors import ParseError, SqlglotError

    dialect = Dialect.get_or_raise("duckdb")
    try:
        trees = dialect.parser().parse_into(exp.Condition, dialect.tokenize(text), text)
    except ParseError as error:
        place = error.errors[0] if error.errors else {}
        raise _unreadable(_offset(text, place.get("line"), place.get("col"))) from None
    except RecursionError:
        raise too_deep() from None
    except (SqlglotError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError):
        # The parser is made for well-formed SQL; whatever it stumbles over is not.
        raise _unreadable(None) from None
    if len(trees) != 1 or trees[0] is None:
        raise Refused("expression-syntax", "只能写一个表达式", "write one expression, without ';'")
    return trees[0]


def _unreadable(position: int | None) -> Refused:
    return Refused(
        "expression-syntax",
        "读不懂此表达式；请按 SQL 条件书写，例如 amount >= 1000 and procedure = 'simplified'",
        "this cannot be read; write a SQL condition such as amount >= 1000 and procedure = 'simplified'",
        position,
    )


def _offset(text: str, line: int | None, column: int | None) -> int | None:
    if line is None or column is None:
        return None
    before = text.splitlines(keepends=True)[: line - 1]
    return max(0, sum(map(len, before)) + column - 1)


def _as_law_error(refused: Refused, text: str, where: str | None) -> LawError:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 120 else shown[:117] + "..."
    if refused.position is None:
        zh, en = f"（{shown!r}）", f" (in {shown!r})"
    else:
        zh = f"（第 {refused.position + 1} 个字符，{shown!r}）"
        en = f" (character {refused.position + 1} of {shown!r})"
    return LawError(refused.rule, zh=refused.zh + zh, en=refused.en + en, where=where)

"""Walks the tree of an expression, node by node, past the allow-list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.allowed import ALLOWED
from gongxin.law.expressions.refusals import Refused, not_allowed, position_of, too_deep
from gongxin.law.expressions.values import Value, read
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlglot import exp

    from gongxin.law.readable import Readable

#: Deepest nesting of an expression; a chain of ``and`` or ``or`` is one level.
MAX_DEPTH = 40


class Compiler:
    """Compiles one expression over the given names; ``reads`` gathers those it uses."""

    def __init__(self, names: Mapping[str, Readable]) -> None:
        self._names = names
        self._depth = 0
        self.reads: set[str] = set()

    def compile(self, node: exp.Expr) -> Value:
        """The value of a node. Raises :class:`Refused`."""
        known, rule = ALLOWED.get(type(node).__name__, (frozenset(), None))
        given = {name for name, part in node.args.items() if part is not None and part is not False and part != []}
        if rule is None or not given <= known:
            raise not_allowed(node)
        if self._depth >= MAX_DEPTH:
            raise too_deep(node)
        self._depth += 1
        value = rule(self, node)
        self._depth -= 1
        return value

    def part(self, node: exp.Expr, name: str = "this") -> Value:
        """The value of one part of a node."""
        inner = node.args.get(name)
        if inner is None or isinstance(inner, (str, bool, list)):
            raise not_allowed(node)
        return self.compile(inner)

    def name(self, name: str, node: exp.Expr) -> Value:
        """What a name reads; ``node`` is where it is used."""
        known = self._names.get(name)
        if known is None:
            cure = did_you_mean(name, self._names)
            raise Refused(
                "unknown-name",
                f"没有列或字段 {name!r}；{cure.zh}",
                f"there is no column or field {name!r}; {cure.en}",
                position_of(node),
            )
        if known.unusable is not None:
            raise Refused("unusable-name", known.unusable.zh, known.unusable.en, position_of(node))
        self.reads.add(name)
        return read(known)

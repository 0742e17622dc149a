"""What a rule says, in words: points, windows, items and grades by their titles, and expressions set apart as code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongxin.evaluation.simulation.rule_changes import said_by
from gongxin.law.columns import COLUMNS
from gongxin.law.schema.basics import Duration, Node, Text
from gongxin.law.schema.indicator import Bin, Decay, Measure
from gongxin.law.schema.model import Dimension
from gongxin.law.schema.windows import Window
from gongxin.reports.report import plain_number
from gongxin.reports.simulation_words import FIELDS, MEASURES, VALUES
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gongxin.law.library import Law

#: Fields that hold an expression.
_EXPRESSIONS = frozenset({"when", "value", "of", "per", "latest", "carried_until", "on", "match"})
#: Fields that name catalogue items.
_ITEMS = frozenset({"from", "requires", "results"})
#: Fields that name a grade.
_GRADES = frozenset({"grade", "not_above"})
#: Fields whose number is a share of the points.
_SHARES = frozenset({"share"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what a rule says: words, and the expression they are about, if there is one. ``depth`` indents it."""

    words: str = ""
    code: str = ""
    depth: int = 0


class RuleWords:
    """Tells rules in the language of a page.

    ``law`` gives items their titles, ``say`` chooses the language, ``grade`` calls a grade by its title.
    """

    def __init__(self, law: Law, say: Callable[..., str], grade: Callable[[str], str]) -> None:
        self._law, self._say, self._grade = law, say, grade

    def title(self, name: str, part: str = "") -> str:
        """What a field is called, in one sort of part or in any; one without a title by its name in a pack."""
        title = FIELDS.get(f"{part}.{name}") or FIELDS.get(name)
        return name if title is None else self._say(title)

    def lines(self, said: Mapping[str, object], part: str = "", *, titled: bool = False) -> tuple[Line, ...]:
        """What these fields of a part say, line by line; ``titled`` puts the title of its field before each."""
        return tuple(self._titled(said, part, 0) if titled else self._each(said))

    def _each(self, said: Mapping[str, object]) -> Iterator[Line]:
        for name, value in said.items():
            yield from self._lines(name, value, 0)

    def _titled(self, said: Mapping[str, object], part: str, depth: int) -> Iterator[Line]:
        """Each field after its title: beside it if it is said in a line of words, else below."""
        for name, value in said.items():
            title, lines = self.title(name, part), list(self._lines(name, value, depth))
            if len(lines) == 1:
                yield Line(self._say("field-says", field=title, words=lines[0].words).rstrip(), lines[0].code, depth)
            else:
                yield Line(self._say("field-says", field=title, words="").rstrip(), depth=depth)
                yield from (Line(line.words, line.code, line.depth + 1) for line in lines)

    def _lines(self, name: str, value: object, depth: int) -> Iterator[Line]:
        match value:
            case tuple():
                yield from self._several(name, value, depth)
            case Bin():
                yield Line(self._bin(value), depth=depth)
            case Decay(half_life=None):
                for age, left in value.steps:
                    yield Line(self._say("left-from", age=self._span(age), share=_percent(left)), depth=depth)
            case Dimension() | Duration():
                yield Line(self._word(name, value), depth=depth)
            case Node():
                inner = said_by(value)
                yield from self._titled(inner, "", depth) if inner else [Line(self._say("yes"), depth=depth)]
            case str() if name in _EXPRESSIONS:
                yield Line(code=value, depth=depth)
            case _:
                yield Line(self._word(name, value), depth=depth)

    def _several(self, name: str, values: tuple[Any, ...], depth: int) -> Iterator[Line]:
        """Names stand in one line, conditions with their points and parts of a rule in a line each."""
        if name in _ITEMS or name == "for":
            yield Line(self._say("comma").join(self._word(name, of) for of in values), depth=depth)
            return
        for of in values:
            if name == "by":
                expression, points = of
                yield self._case(expression, points, depth)
            else:
                yield from self._lines(name, of, depth)

    def _case(self, expression: str, points: Decimal, depth: int) -> Line:
        """Points by the first condition that holds; one that always holds is for all the rest."""
        if expression == "true":
            return Line(self._say("otherwise", points=self._points(points)), depth=depth)
        return Line(self._say("points-if", points=self._points(points)), expression, depth)

    def _bin(self, band: Bin) -> str:
        low, high = (None if end is None else _number(end) for end in (band.from_, band.to))
        key = "bin-any" if low is None and high is None else "bin-below" if low is None else "bin-from"
        return self._say("bin-between" if low and high else key, low=low, high=high, points=self._points(band.points))

    def _word(self, name: str, value: object) -> str:
        """A single value."""
        match value:
            case bool():
                return self._say("yes" if value else "no")
            case Decimal() if name in _SHARES:
                return _percent(value)
            case Decimal():
                return self._points(value)
            case int():
                return self._say("records-count", count=value)
            case Duration():
                return self._span(value)
            case Dimension():
                return self._say(value.title)
            case Measure():
                return self._say(MEASURES[value])
            case SubjectKind():
                return self._say(Text(zh=value.zh, en=value.en))
            case _:
                return self._named(name, str(value))

    def _named(self, name: str, value: str) -> str:
        """What stands for something that has a title elsewhere: an item, a grade, a column, a fixed choice."""
        if name in _ITEMS and value in self._law.items:
            return self._say(self._law.items[value].title)
        if name in _GRADES:
            return self._grade(value)
        if name == "dated":
            return self._say(Text(zh=COLUMNS[value].zh, en=value.replace("_", " ")))
        known = VALUES.get(f"{name}.{value}") or VALUES.get(value)
        return value if known is None else self._say(known)

    def _points(self, points: Decimal) -> str:
        return self._say("one-point" if abs(points) == 1 else "points-count", number=_number(points))

    def _span(self, span: Duration) -> str:
        if isinstance(span, Window) and span.rolls:
            return self._say(Text(zh=span.zh, en=f"the last {span}"))
        return self._say(Text(zh=span.zh, en=str(span)))


def _number(number: Decimal) -> str:
    return plain_number(number).replace("-", "−")


def _percent(share: Decimal) -> str:
    return f"{_number(share * 100)}%"

"""A simulation as one HTML page with charts: for those who decide on a rule, before they do."""

from __future__ import annotations

from datetime import MAXYEAR
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from gongxin.evaluation.simulation.grade_scales import NOT_EVALUATED, UNGRADED
from gongxin.evaluation.simulation.moves import NOT_STATED, OTHERS
from gongxin.reports.backtest_page import kind_title
from gongxin.reports.facts import place_name
from gongxin.reports.figures import decimals, percent
from gongxin.reports.files import check_page, write_document
from gongxin.reports.report import plain_number
from gongxin.reports.rule_words import RuleWords
from gongxin.reports.simulation_charts import SimulationCharts
from gongxin.reports.simulation_words import ATTRIBUTES, ORIGINS, PARTS, WORDS
from gongxin.reports.templating import as_written, environment, speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from gongxin.evaluation.simulation import Simulation
    from gongxin.evaluation.simulation.affected import Affected
    from gongxin.evaluation.simulation.difference import MovedLine
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Text
    from gongxin.reports.wording import Language

#: How many lines of a subject are listed; the rest stand together, so that the sum still holds.
LINES = 8
#: How many subjects are in sight at once; the others unfold.
FIRMS = 4
#: How many matrices are shown for each attribute; the JSON has them all.
MATRICES = 6


def write_simulation(result: Simulation, law: Law, out: Path, lang: Language = "zh") -> None:
    """Write the page. Raises :class:`gongxin.errors.UsageError` (``cannot-write-report``)."""
    check_page(out)
    write_document(out, render_simulation(result, law, lang))


def render_simulation(result: Simulation, law: Law, lang: Language = "zh") -> str:
    """The page in Chinese, or in English with ``lang="en"``. ``law`` names places."""
    names = _Names(result, law, speaker(WORDS, lang))
    return (
        environment()
        .get_template("simulation.html.j2")
        .render(
            result=result,
            lang=lang,
            say=names.say,
            names=names,
            rule_words=RuleWords(law, names.say, names.state),
            as_written=partial(as_written, lang),
            charts=SimulationCharts(result, names.say, names.state),
            attributes=ATTRIBUTES,
            origins=ORIGINS,
            parts=PARTS,
            lines_of=_lines_of,
            matrices=MATRICES,
            in_sight=FIRMS,
            percent=percent,
            ratio=_ratio,
            number=_number,
            signed=_signed,
            two_places=partial(decimals, places=2),
        )
    )


class _Names:
    """What things are called in the language of the page."""

    def __init__(self, result: Simulation, law: Law, say: Callable[..., str]) -> None:
        self.say = say
        self._law = law
        self._titles: dict[str, Text] = {**result.scales.titles_before, **result.scales.titles_after}
        self._rules = {rule.rule: rule.title for rule in result.direct_grades.rules}

    def state(self, state: str) -> str:
        """A grade with its title, if that says more; or that there is none."""
        if state == NOT_EVALUATED:
            return self.say("not-evaluated")
        if state == UNGRADED:
            return self.say("ungraded")
        title = self._titles.get(state)
        said = "" if title is None else self.say(title)
        return state if said in ("", state) else f"{state} {said}"

    def value(self, attribute: str, value: str) -> str:
        """A value of an attribute: kinds and places have names, the rest are as handed in."""
        if value in (OTHERS, NOT_STATED):
            return self.say("others" if value == OTHERS else "not-stated")
        title = kind_title(value) if attribute == "kind" else None
        if attribute == "region":
            title = place_name(self._law, value)
        return value if title is None else self.say(title)

    def rule(self, rule: str) -> str:
        """A rule that decides a grade."""
        return self.say(self._rules[rule])

    def span(self, span: int) -> str:
        """The year or the month of a bound."""
        year, month = divmod(span - 1, 12)
        return str(span) if span <= MAXYEAR else f"{year}-{month + 1:02}"

    def listed(self, titles: Iterable[Text]) -> str:
        """Several titles, one after the other."""
        return self.say("comma").join(map(self.say, titles))


def _lines_of(firm: Affected) -> tuple[tuple[MovedLine, ...], tuple[MovedLine, ...]]:
    """The lines that are listed, and the rest, if that is more than one."""
    if len(firm.lines) <= LINES + 1:
        return firm.lines, ()
    return firm.lines[:LINES], firm.lines[LINES:]


def _ratio(part: int, whole: int) -> str:
    return percent(Decimal(part) / whole if whole else None)


def _number(value: Decimal | int) -> str:
    return f"{value:,}" if isinstance(value, int) else plain_number(value).replace("-", "−")


def _signed(value: Decimal) -> str:
    return f"+{_number(value)}" if value > 0 else _number(value)

"""A back-test as one HTML page with charts: to be read by those who answer for a model, and by those it judges."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Text
from gongxin.reports.backtest_charts import BackTestCharts
from gongxin.reports.backtest_words import ATTRIBUTES, BASES, CASES, CAVEATS, WORDS
from gongxin.reports.facts import place_name
from gongxin.reports.figures import decimals, percent
from gongxin.reports.report import plain_number
from gongxin.reports.templating import environment, speaker
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.evaluation.backtest import BackTest
    from gongxin.evaluation.backtest.rates import Breach
    from gongxin.law.library import Law
    from gongxin.reports.wording import Language


def render_backtest(result: BackTest, law: Law, lang: Language = "zh") -> str:
    """The page in Chinese, or in English with ``lang="en"``."""
    names = Names(result, law, speaker(WORDS, lang))
    return (
        environment()
        .get_template("backtest.html.j2")
        .render(
            result=result,
            asked=result.asked,
            lang=lang,
            say=names.say,
            names=names,
            charts=BackTestCharts(result, names.say, names.grade),
            bases=BASES,
            cases=CASES,
            caveats=CAVEATS,
            cite=lambda citation: law.cite(citation, lang),
            percent=percent,
            decimals=decimals,
            two_places=partial(decimals, places=2),
            signed=partial(decimals, signed=True),
            number=plain_number,
        )
    )


def kind_title(kind: str) -> Text:
    """What a kind of subject is called."""
    return Text(zh=SubjectKind(kind).zh, en=SubjectKind(kind).en)


class Names:
    """What things are called in the language of the page."""

    def __init__(self, result: BackTest, law: Law, say: Callable[..., str]) -> None:
        self.say = say
        self._law = law
        self._result = result
        model = result.asked.model
        self._titles: dict[str, Text] = {
            **ATTRIBUTES,
            **{dimension.id: dimension.title for dimension in model.dimensions},
        }
        self._grades = {band.id: band.title for band in model.grades}

    def item(self) -> str:
        """The item that is followed."""
        return self.say(self._law.item(self._result.asked.outcome.item).title)

    def grade(self, grade: str) -> str:
        """A grade with its title, if that says more."""
        title = self._grades.get(grade)
        said = "" if title is None else self.say(title)
        return grade if said in ("", grade) else f"{grade} {said}"

    def variable(self, name: str) -> str:
        """A variable: an attribute, a dimension, or a field of the items read."""
        if name in self._titles:
            return self.say(self._titles[name])
        for item in self._result.asked.fields.items:
            for field in self._law.item(item).fields:
                if field.id == name:
                    return self.say(field.title)
        return name

    def value(self, attribute: str, value: str) -> str:
        """A value of an attribute: kinds of subject and regions have names, the rest are codes as handed in."""
        title: Text | None = None
        if attribute == "kind":
            title = kind_title(value)
        elif attribute == "region":
            title = place_name(self._law, value)
        return value if title is None else self.say(title)

    def breaches(self, breaches: tuple[Breach, ...]) -> str:
        """Where grades stand the wrong way round."""
        told = (
            self.say("breach", before=self.grade(breach.before), after=self.grade(breach.after))
            + self.say("beyond-chance" if breach.beyond_chance else "by-chance")
            for breach in breaches
        )
        return self.say("and-then").join(told)

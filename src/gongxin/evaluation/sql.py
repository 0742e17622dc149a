"""From stages to SQL: one query a part, and the same stages unfolded into contributions.

The stages follow each other as named queries: ``source`` (records on file, with standing; then what a record has from
others of its subject, where a model asks for that), ``brought`` (a row for each record and each line it touches),
``gathered`` (one row a subject and line), ``spanned`` and ``measured`` (where months or years have bounds of their own:
the points of each within these, and together), ``weighed`` and ``bounded`` (the points of lines), ``summed`` (one row a
subject), ``sought`` and ``scored`` (the points of dimensions), ``totalled``, ``banded``, ``ranked`` and ``graded``.
Results and contributions are two ways of looking at them, and so are the subjects that a rule keeps from being
evaluated; there is no second computation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gongxin.evaluation.brought import Brought, brought_sql
from gongxin.evaluation.contribution_sql import contributions_sql, starts_sql
from gongxin.evaluation.exact import LONG_POINTS, SHORT_POINTS, first_that_holds
from gongxin.evaluation.grade_sql import compile_grades
from gongxin.evaluation.line_sql import bounded_sql, compile_line
from gongxin.evaluation.line_stages import line_stages
from gongxin.evaluation.plan import HalfLife, Plan, make_plan
from gongxin.evaluation.reading_sql import in_list
from gongxin.evaluation.sighting_sql import holds_sql, sighted
from gongxin.evaluation.subject_sql import subject_stages
from gongxin.standing import record_standing_sql
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from gongxin.evaluation.line_sql import LineSql
    from gongxin.evaluation.plan import Group
    from gongxin.law.library import Law


@dataclass(frozen=True, eq=False)
class CompiledModel:
    """A model for one day as SQL over the views ``record`` and ``event``.

    ``named`` are its stages in order, by name; ``tables`` the factors that an engine must give to them as list
    variables, by name. ``deciding`` are the numbers of lines, or of what else asks for records, for which it matters
    which record it was.
    """

    plan: Plan
    lines: tuple[LineSql, ...]
    named: dict[str, str]
    tables: dict[str, tuple[Decimal, ...]]
    law: Law
    deciding: tuple[int, ...] = ()

    @cached_property
    def stages(self) -> str:
        """The stages as a WITH clause."""
        return _with(self.named)

    @cached_property
    def brought(self) -> str:
        """What all records bring to lines: dear to find out, and small."""
        names = list(self.named)
        before = names[: names.index("brought") + 1]
        return f"{_with({name: self.named[name] for name in before})}\nSELECT * FROM brought"

    @property
    def record_by_record(self) -> bool:
        """Whether what a record brings depends on that record, and what happened to it, alone."""
        return self.plan.model.cycle is None and not self.plan.reversals

    @property
    def stays_evaluated(self) -> bool:
        """Whether new records alone never keep from being evaluated who was evaluated without them."""
        return self.record_by_record and not self.plan.bars

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word in the queries: a column that is not among them is not read."""
        return frozenset(re.findall(r"\w+", f"{self.results} {self.contributions}"))

    def narrowed(self, on_file: frozenset[str]) -> CompiledModel:
        """The same model where there are records of these items only."""
        return compile_plan(self.law, self.plan, on_file)

    def over(self, kept: str) -> CompiledModel:
        """The same model over a relation that holds what :attr:`brought` gives; it reads no records any more."""
        names = list(self.named)
        after = names[names.index("brought") + 1 :]
        stages = {"brought": f"SELECT * FROM {kept}", **{name: self.named[name] for name in after}}
        return replace(self, named=stages)

    @cached_property
    def results(self) -> str:
        """One row a subject: ``subject_id, score, grade, direct`` and the points of each dimension under its id."""
        return f"{self.stages}\nSELECT {self._columns}\nFROM graded"

    @cached_property
    def contributions(self) -> str:
        """One row for each part of each score; see :mod:`gongxin.evaluation.contribution_sql`.

        Where the start score depends on the subject it is a part, too; else it is that of the model, for all.
        """
        parts = f"{self.parts}\nUNION ALL\n{starts_sql(self.plan)}" if self.plan.starts else self.parts
        return f"{self.stages}\nSELECT subject_id, part.*\nFROM ({parts})"

    @property
    def parts(self) -> str:
        """The query of ``subject_id, part`` over the stages."""
        return contributions_sql(self.plan, self.lines)

    @cached_property
    def explained(self) -> str:
        """The results with two more columns: ``start`` (the number of the case that gave the start score, NULL for
        none) and ``parts``, the list of each score's contributions."""
        parts = f"SELECT subject_id, list(part) AS parts FROM ({self.parts}) GROUP BY subject_id"
        joined = f"FROM graded LEFT JOIN ({parts}) USING (subject_id)"
        return f"{self.stages}\nSELECT {self._columns}, start, parts\n{joined}"

    @cached_property
    def excluded(self) -> str:
        """One row a subject that a rule of the model keeps from being evaluated: ``subject_id, reason``, the rule."""
        whens = " ".join(f"WHEN {bar.sighting.name} THEN {literal(bar.rule.id)}" for bar in self.plan.bars)
        reason = f"CASE {whens} END" if whens else "CAST(NULL AS VARCHAR)"
        query = f"SELECT subject_id, {reason} AS reason FROM summed"
        return f"{self.stages}\nSELECT * FROM ({query}) WHERE reason IS NOT NULL"

    @property
    def _columns(self) -> str:
        dimensions = "".join(
            f', CAST(d{group.number} AS {SHORT_POINTS}) AS "{group.dimension.id}"' for group in self.plan.groups
        )
        return f"subject_id, score, grade, direct{dimensions}"


@lru_cache(maxsize=64)
def compile_model(
    law: Law, model_id: str, as_of: date, on_file: frozenset[str] | None = None, *, eventful: bool = True
) -> CompiledModel:
    """The edition of a model in force on a day, compiled. The text is made once for each law, model and day.

    Who knows that there are records of the items ``on_file`` only, or that no event is about one of them (not
    ``eventful``), gets a shorter text that is planned sooner.
    Raises :class:`gongxin.errors.UsageError` for a model that is unknown or not in force, and
    :class:`gongxin.errors.LawError` for an expression or number that cannot be compiled.
    """
    return compile_plan(law, make_plan(law.model(model_id, as_of), as_of), on_file, eventful=eventful)


def compile_plan(
    law: Law, plan: Plan, on_file: frozenset[str] | None = None, *, eventful: bool = True
) -> CompiledModel:
    """Compile a plan. Raises :class:`gongxin.errors.LawError` for an expression or number that cannot be compiled."""
    lines = [compile_line(law, line, plan.as_of) for line in plan.lines]
    brought = _all_brought(law, plan, lines)
    of_subjects = subject_stages(law, plan, "source")
    items = plan.items if on_file is None else plan.items & on_file
    read = _standing_columns(plan)
    stages = {
        "on_the_day": record_standing_sql(law, plan.as_of, items=items, columns=read, eventful=eventful),
        "source": _source(plan),
        **of_subjects,
        "brought": brought_sql(brought, ["source", *of_subjects][-1], items),
        **line_stages(lines, brought),
        "summed": _summed(plan, lines),
        **_stages_of_subjects(plan),
    }
    tables = {line.fading.name: line.fading.factors for line in plan.lines if isinstance(line.fading, HalfLife)}
    deciding = tuple(part.number for part in brought if any("record_id" in sql for sql in part.gathers.values()))
    return CompiledModel(plan, tuple(lines), stages, tables, law, deciding)


def _with(stages: dict[str, str]) -> str:
    return "WITH " + ",\n".join(f"{name} AS (\n{query}\n)" for name, query in stages.items())


def _stages_of_subjects(plan: Plan) -> dict[str, str]:
    grades = compile_grades(plan)
    return {
        "sought": _sought(plan),
        "scored": _select("sought", _dimensions(plan)),
        "totalled": _select("scored", {"score": _score(plan)}),
        "banded": _select("totalled", {"band_rank": grades.band_rank, "direct_rank": grades.direct_rank}),
        "ranked": _select("banded", {"grade_rank": grades.rank}),
        "graded": _select("ranked", {"grade": grades.grade, "direct": grades.direct}),
    }


def _all_brought(law: Law, plan: Plan, lines: list[LineSql]) -> list[Brought]:
    """What records bring to lines, then to what asks for records, and last that a subject is to be evaluated."""
    sightings = [sighted(law, of, number) for number, of in enumerate(plan.sightings, start=len(lines))]
    anchored = "TRUE" if plan.model.cycle is None else "cycle_anchor IS NOT NULL"
    required = Brought(len(lines) + len(sightings), plan.items_required, anchored)
    return [*(line.brought for line in lines), *sightings, required]


def _standing_columns(plan: Plan) -> tuple[str, ...]:
    """What the model reads of a record's standing; of a repair also when it was."""
    repaired = any(line.reading.repaired_too for line in plan.lines)
    return ("on_file", "counted", *(("reason", "ends_on") if repaired else ()))


def _source(plan: Plan) -> str:
    """Records a model may read at all. A decision not to punish is never among them."""
    conditions = [
        "on_file",
        '"no_penalty" IS NOT TRUE',
        in_list('"subject_kind"', plan.model.for_),
    ]
    if plan.model.consent is not None:
        conditions.append(f"subject_id IN ({_consenting(plan, plan.model.consent.purpose)})")
    return f"SELECT * FROM on_the_day WHERE {' AND '.join(conditions)}"


def _consenting(plan: Plan, purpose: str) -> str:
    """Subjects whose consent to this purpose stands: the last word on that day, or before, was yes."""
    given, withdrawn = (
        f"max(effective_on) FILTER (kind = '{kind}')" for kind in ("consent_given", "consent_withdrawn")
    )
    return (
        f"SELECT subject_id FROM event WHERE effective_on <= DATE '{plan.as_of.isoformat()}'"
        f" AND json_extract_string(detail, '$.purpose') = {literal(purpose)}"
        f" GROUP BY subject_id HAVING {given} > coalesce({withdrawn}, DATE '0001-01-01')"
    )


def _summed(plan: Plan, lines: list[LineSql]) -> str:
    """The points of each dimension before its bounds, what is on file, and of whom there is enough to evaluate."""
    required = len(lines) + len(plan.sightings)
    columns = {
        **{f"s{group.number}": _sum(group, lines) for group in plan.groups},
        **{of.name: holds_sql(of, number) for number, of in enumerate(plan.sightings, start=len(lines))},
    }
    return f"SELECT subject_id{_listed(columns)}\nFROM bounded GROUP BY subject_id HAVING bool_or(line = {required})"


def _sum(group: Group, lines: list[LineSql]) -> str:
    """What lines without a record come to, and what those with one add to that."""
    if not group.lines:
        return f"CAST(0 AS {LONG_POINTS})"
    first, last = group.lines[0].number, group.lines[-1].number
    of_lines = f"coalesce(sum(CASE WHEN line BETWEEN {first} AND {last} THEN added END), 0)"
    absent = sum(line.absent_bounded for line in lines[first : last + 1])
    return f"CAST({of_lines} + {absent} AS {LONG_POINTS})" if absent else f"CAST({of_lines} AS {LONG_POINTS})"


def _sought(plan: Plan) -> str:
    """The subjects that are evaluated, each with its start score."""
    barred = " OR ".join(bar.sighting.name for bar in plan.bars)
    return _select("summed", {"start": _start(plan)}) + (f"\nWHERE NOT ({barred})" if barred else "")


def _start(plan: Plan) -> str:
    """The number of the first start score whose every condition holds."""
    whens = " ".join(
        f"WHEN {' AND '.join(of.name for of in start.sightings)} THEN {place}"
        for place, start in enumerate(plan.starts)
    )
    return f"CASE {whens} END" if whens else "CAST(NULL AS INTEGER)"


def _dimensions(plan: Plan) -> dict[str, str]:
    return {
        f"d{group.number}": bounded_sql(f"s{group.number}", group.dimension.floor, group.dimension.cap)
        for group in plan.groups
    }


def _score(plan: Plan) -> str:
    base = first_that_holds(
        [(f"start = {place}", start.case.points) for place, start in enumerate(plan.starts)], plan.model.base.points
    ).sql
    total = " + ".join([base, *(f"d{group.number}" for group in plan.groups)])
    return f"CAST({total} AS {SHORT_POINTS})"


def _select(source: str, columns: dict[str, str]) -> str:
    return f"SELECT *{_listed(columns)}\nFROM {source}"


def _listed(columns: dict[str, str]) -> str:
    return "".join(f",\n  {sql} AS {name}" for name, sql in columns.items())

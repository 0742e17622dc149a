"""Every citation names an instrument that exists and is in force on all the days on which the rule is used."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Citation, InForce
from gongxin.law.suggestions import did_you_mean
from gongxin.law.tree import Placed, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.model import EvaluationModel, ReferenceOnly
    from gongxin.law.schema.parameters import Parameter
    from gongxin.law.yaml_reader import Place


def check_citations(statutes: Statutes, problems: Problems) -> None:
    """Note each citation that leads nowhere, or to an instrument not in force while the rule is."""
    for placed, place, citation, used in _citations(statutes):
        known = statutes.instruments.get(citation.instrument)
        where = placed.where(*place, "instrument")
        if known is None:
            cure = did_you_mean(citation.instrument, statutes.instruments)
            problems.add(
                "unknown-instrument",
                zh=f"没有文件 {citation.instrument!r}；{cure.zh}文件列在 pack.yaml 的 'instruments' 中",
                en=f"there is no instrument {citation.instrument!r}; {cure.en} Instruments are listed in pack.yaml",
                where=where,
            )
        elif used is not None and not _within(used, known.value.in_force):
            problems.add(
                "instrument-not-in-force",
                zh=f"规则适用于{_span_zh(used)}，"
                f"所引文件 {citation.instrument!r} 施行于{_span_zh(known.value.in_force)}；"
                "请改引当时有效的文件，或把规则按日期分成几条",
                en=f"the rule is used {_span_en(used)}, but {citation.instrument!r} is in force "
                f"{_span_en(known.value.in_force)}; cite what was in force then, or split the rule by date",
                where=where,
            )


def _citations(statutes: Statutes) -> Iterator[tuple[Placed[object], Place, Citation, InForce | None]]:
    """Every citation with its place and the days it must hold for (None: it has only to exist)."""
    for item in statutes.items.all():
        yield from _in(item, item.value.in_force)
    for rules in statutes.publicity.all():
        yield from _in(rules, rules.value.in_force)
    for model in statutes.models.all():
        yield from _in_model(model)
    for parameter in statutes.parameters.all():
        yield from _in_parameter(parameter)
    for procedure in statutes.procedures.all():
        yield from _in(procedure, procedure.value.in_force)
    undated = (
        statutes.flows.all(),
        statutes.code_lists.all(),
        statutes.item_extensions,
        statutes.code_list_extensions,
        statutes.years,
    )
    for placed in (one for group in undated for one in group):
        yield from _in(placed, None)


def _in(
    placed: Placed[object], used: InForce | None
) -> Iterator[tuple[Placed[object], Place, Citation, InForce | None]]:
    for place, part in parts(placed.value):
        if isinstance(part, Citation):
            yield placed, place, part, used


def _in_model(
    placed: Placed[EvaluationModel],
) -> Iterator[tuple[Placed[object], Place, Citation, InForce | None]]:
    reference: ReferenceOnly | None = placed.value.reference_only
    for found in _in(placed, placed.value.in_force):
        if found[1][0] == "reference_only" and reference is not None:
            since = InForce.model_validate({"from": reference.from_, "to": placed.value.in_force.to})
            yield (*found[:3], since)
        else:
            yield found


def _in_parameter(
    placed: Placed[Parameter],
) -> Iterator[tuple[Placed[object], Place, Citation, InForce | None]]:
    values = placed.value.values
    for position, (value, following) in enumerate(zip_longest(values, values[1:])):
        last = following.from_ - timedelta(days=1) if following is not None else None
        used = InForce.model_validate({"from": value.from_, "to": last})
        for place, part in parts(value, ("values", position)):
            if isinstance(part, Citation):
                yield placed, place, part, used


def _within(inner: InForce, outer: InForce) -> bool:
    return outer.from_ <= inner.from_ and (inner.to or date.max) <= (outer.to or date.max)


def _span_zh(span: InForce) -> str:
    return f" {span.from_} 起" if span.to is None else f" {span.from_} 至 {span.to}"


def _span_en(span: InForce) -> str:
    return f"from {span.from_} on" if span.to is None else f"from {span.from_} to {span.to}"

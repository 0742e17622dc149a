"""What one version of a model says and the other does not: the change of the rule, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongxin.law.schema.basics import Duration, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.schema.basics import Text
    from gongxin.law.schema.model import EvaluationModel


class Part(StrEnum):
    """The parts of a model."""

    MODEL = "model"
    BASE = "base"
    DIMENSION = "dimension"
    INDICATOR = "indicator"
    GRADE = "grade"
    RULE = "rule"
    NOT_EVALUATED = "not-evaluated"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One difference. ``field`` is what of the part differs, by its name in the pack; empty for a part that is new or
    gone, whose fields then stand together on one side."""

    part: Part
    id: str
    title: Text
    field: str | None
    before: str | None
    after: str | None


#: Says nothing about the result: words, articles, what is handled as a part of its own.
_NO_RULE = frozenset({"id", "title", "cite", "grades_cite", "note", "overrides", "in_force", "reference_only"})
_OWN_PARTS = frozenset({"base", "dimensions", "indicators", "grades", "rules", "not_evaluated"})


def rule_changes(before: EvaluationModel, after: EvaluationModel) -> tuple[RuleChange, ...]:
    """The differences in the order of the second version, then what it no longer has."""
    old = {(part, name): (title, said) for part, name, title, said in _parts(before)}
    new = {(part, name): (title, said) for part, name, title, said in _parts(after)}
    found: list[RuleChange] = []
    for (part, name), (title, said) in new.items():
        if (part, name) in old:
            found += _changes(part, name, title, old[part, name][1], said)
        else:
            found.append(RuleChange(part, name, title, None, None, _together(said)))
    for (part, name), (title, said) in old.items():
        if (part, name) not in new:
            found.append(RuleChange(part, name, title, None, _together(said), None))
    return tuple(found)


def _changes(part: Part, name: str, title: Text, old: dict[str, str], new: dict[str, str]) -> Iterator[RuleChange]:
    for field in dict.fromkeys((*old, *new)):
        if old.get(field) != new.get(field):
            yield RuleChange(part, name, title, field, old.get(field), new.get(field))


def _parts(model: EvaluationModel) -> Iterator[tuple[Part, str, Text, dict[str, str]]]:
    yield Part.MODEL, model.id, model.title, _said(model)
    yield Part.BASE, "base", model.title, _said(model.base)
    for dimension in model.dimensions:
        yield Part.DIMENSION, dimension.id, dimension.title, _said(dimension)
        for indicator in dimension.indicators:
            yield Part.INDICATOR, indicator.id, indicator.title, {**_said(indicator), "dimension": dimension.id}
    for band in model.grades:
        yield Part.GRADE, band.id, band.title, _said(band)
    for rule in model.rules:
        yield Part.RULE, rule.id, rule.title, _said(rule)
    for reason in model.not_evaluated:
        yield Part.NOT_EVALUATED, reason.id, reason.title, _said(reason)


def _said(node: Node) -> dict[str, str]:
    """The fields of a node that say something of their own, as written in a pack."""
    return {
        _name(field): _written(value)
        for field in type(node).model_fields
        if field not in _NO_RULE | _OWN_PARTS
        and (value := getattr(node, field)) not in (None, ())
        and value != type(node).model_fields[field].default
    }


def _name(field: str) -> str:
    return field.removesuffix("_")


def _written(value: Any) -> str:
    match value:
        case Decimal():
            return format(value.normalize(), "f")
        case Duration():
            return str(value)
        case Node():
            return ", ".join(f"{name} {text}" for name, text in _said(value).items())
        case tuple():
            return "; ".join(
                ": ".join(map(_written, item)) if isinstance(item, tuple) else _written(item) for item in value
            )
        case _:
            return str(value)


def _together(said: dict[str, str]) -> str:
    return "; ".join(f"{field} {text}" for field, text in said.items())

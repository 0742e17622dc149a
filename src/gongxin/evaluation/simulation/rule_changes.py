"""What one version of a model says and the other does not: the change of the rule, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as stored
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongxin.law.schema.basics import Duration, Node
from gongxin.law.schema.model import Dimension

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    gone, whose fields then stand together on one side.

    ``before`` and ``after`` are as written in a pack; ``was`` and ``becomes`` are the same by field, as values and not
    as text, for pages that tell a change in words.
    """

    part: Part
    id: str
    title: Text
    field: str | None
    before: str | None
    after: str | None
    was: Mapping[str, object] = stored(compare=False, repr=False, metadata={"plain": False})
    becomes: Mapping[str, object] = stored(compare=False, repr=False, metadata={"plain": False})


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
            found.append(RuleChange(part, name, title, None, None, _together(said), {}, said))
    for (part, name), (title, said) in old.items():
        if (part, name) not in new:
            found.append(RuleChange(part, name, title, None, _together(said), None, said, {}))
    return tuple(found)


#: The fields of a part that say something of their own, by their names in a pack.
_Said = dict[str, object]


def _changes(part: Part, name: str, title: Text, old: _Said, new: _Said) -> Iterator[RuleChange]:
    for of in dict.fromkeys((*old, *new)):
        before, after = (_written(said[of]) if of in said else None for said in (old, new))
        if before != after:
            was, becomes = ({of: said[of]} if of in said else {} for said in (old, new))
            yield RuleChange(part, name, title, of, before, after, was, becomes)


def _parts(model: EvaluationModel) -> Iterator[tuple[Part, str, Text, _Said]]:
    yield Part.MODEL, model.id, model.title, said_by(model)
    yield Part.BASE, "base", model.title, said_by(model.base)
    for dimension in model.dimensions:
        yield Part.DIMENSION, dimension.id, dimension.title, said_by(dimension)
        for indicator in dimension.indicators:
            yield Part.INDICATOR, indicator.id, indicator.title, {**said_by(indicator), "dimension": dimension}
    for band in model.grades:
        yield Part.GRADE, band.id, band.title, said_by(band)
    for rule in model.rules:
        yield Part.RULE, rule.id, rule.title, said_by(rule)
    for reason in model.not_evaluated:
        yield Part.NOT_EVALUATED, reason.id, reason.title, said_by(reason)


def said_by(node: Node) -> dict[str, object]:
    """The fields of a node that say something of their own, by their names in a pack: no words, no articles."""
    return {
        name.removesuffix("_"): value
        for name in type(node).model_fields
        if name not in _NO_RULE | _OWN_PARTS
        and (value := getattr(node, name)) not in (None, ())
        and value != type(node).model_fields[name].default
    }


def _written(value: Any) -> str:
    match value:
        case Decimal():
            return format(value.normalize(), "f")
        case Duration():
            return str(value)
        case Dimension():
            return value.id
        case Node():
            return ", ".join(f"{name} {_written(part)}" for name, part in said_by(value).items())
        case tuple():
            return "; ".join(
                ": ".join(map(_written, item)) if isinstance(item, tuple) else _written(item) for item in value
            )
        case _:
            return str(value)


def _together(said: _Said) -> str:
    return "; ".join(f"{name} {_written(value)}" for name, value in said.items())

"""What each check of an application needs to be told, and what it would not listen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.schema.procedure import Check

if TYPE_CHECKING:
    from gongxin.law.problems import Problems
    from gongxin.law.schema.procedure import Condition, Procedure
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place

_LENGTHS = ("span", "parameter", "until", "each")
_TOLD = (*_LENGTHS, "since", "items", "grades", "of", "when")


@dataclass(frozen=True, slots=True)
class _Needs:
    """``lengths`` are the ways to tell how long, ``length`` is whether there has to be one; ``always`` has to be told,
    ``may`` can be; ``record`` is whether the check reads the record that a case is about."""

    lengths: tuple[str, ...] = ()
    length: bool = False
    always: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    record: bool = True


_NEEDS: dict[Check, _Needs] = {
    Check.MINIMUM_PERIOD: _Needs(lengths=("span", "parameter"), may=("since",)),
    Check.REPAIRABLE_CLASS: _Needs(),
    Check.STILL_STANDING: _Needs(),
    Check.WAS_REPAIRED: _Needs(),
    Check.NO_NEW_OF_KIND: _Needs(),
    Check.APPLY_BY: _Needs(lengths=("span", "parameter", "until"), length=True, always=("since",)),
    Check.RECORD: _Needs(always=("when",)),
    Check.NOT_TWICE: _Needs(lengths=("span", "parameter", "each"), length=True, record=False),
    Check.NOT_ON_LIST: _Needs(always=("items",), record=False),
    Check.ON_LIST: _Needs(always=("items",), record=False),
    Check.NO_BAR: _Needs(lengths=("span", "parameter"), length=True, record=False),
    Check.GRADE: _Needs(always=("items", "grades"), may=("when",), record=False),
    Check.DECIDED_BEFORE: _Needs(always=("of",)),
    Check.DECLARED: _Needs(record=False),
}


def check_needs(procedure: Placed[Procedure], place: Place, condition: Condition, problems: Problems) -> None:
    """Note what the check of a condition is not told, and what it is told in vain."""
    needs, told = _NEEDS[condition.check], [name for name in _TOLD if getattr(condition, name) not in (None, ())]
    heard = {*needs.lengths, *needs.always, *needs.may}
    for name in told:
        if name not in heard:
            _tell(
                procedure,
                (*place, name),
                "condition-ignores",
                f"{condition.check} 不看 {name!r}；请删去",
                f"the check {condition.check} does not look at {name!r}; take it out",
                problems,
            )
    lengths = [name for name in needs.lengths if name in told]
    missing = [name for name in needs.always if name not in told]
    if (needs.length and not lengths) or ("since" in told and needs.lengths and not lengths):
        missing.append(needs.lengths[0])
    if condition.check is Check.MINIMUM_PERIOD and lengths and "since" not in told:
        missing.append("since")
    if missing or len(lengths) > 1:
        wanted = ", ".join(missing) or f"only one of {', '.join(lengths)}"
        _tell(
            procedure,
            (*place, "check"),
            "condition-needs",
            f"{condition.check} 须写明 {wanted}",
            f"the check {condition.check} needs {wanted}",
            problems,
        )
    if needs.record and not procedure.value.items:
        _tell(
            procedure,
            (*place, "check"),
            "about-no-record",
            f"{condition.check} 要看记录，而本程序不针对记录（没有 'items'）",
            f"the check {condition.check} looks at a record, and this procedure is about none (it has no 'items')",
            problems,
        )


def _tell(procedure: Placed[Procedure], place: Place, rule: str, zh: str, en: str, problems: Problems) -> None:
    problems.add(rule, zh=zh, en=en, where=procedure.where(*place))

"""What follows for a record once its class and its period are known: the reason, the effects, the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import Nature
from gongxin.standing.lookup_sql import looked_up
from gongxin.standing.periods_sql import minimum_ends_on
from gongxin.standing.reasons import Reason
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.law.schema.publicity import Effect
    from gongxin.standing.numbered import NumberedClass

#: What standing says of a record, in this order; ``record_id`` goes before it.
STANDING_COLUMNS = (
    "on_file",
    "displayed",
    "shared",
    "counted",
    "objected",
    "corrected",
    "rule_set",
    "class",
    "starts_on",
    "repairable_from",
    "ends_on",
    "reason",
    "cite_instrument",
    "cite_article",
    "verified",
)

#: Those of them that tell the ground of the reason.
GROUND_COLUMNS = frozenset({"cite_instrument", "cite_article", "verified"})

#: Reasons that an event brings about, and the event.
_BY_EVENT = {
    Reason.WITHDRAWN: "withdrawn",
    Reason.CONSENT_WITHDRAWN: "consent_withdrawn",
    Reason.REPAIRED: "repaired",
    Reason.SHIELDED: "shielded",
    Reason.DELISTED: "delisted",
}
#: Reasons for which no publicity class answers, but the catalogue item.
_BY_ITEM = (Reason.NOT_YET_MADE, Reason.NO_PENALTY, Reason.NO_RULE, Reason.NO_TERM)
_DURING = (Reason.NOT_PUBLISHED, Reason.OPEN_ENDED, Reason.IN_PERIOD)
_AFTER = (Reason.DELISTED, Reason.EXPIRED)
_NOT_OVER = (Reason.NOT_YET_BEGUN, Reason.SHIELDED, *_DURING)


def reason_number(catalogue: Sequence[CatalogueItem], classes: tuple[NumberedClass, ...], as_of: date) -> str:
    """The number of the first reason that applies, in the order of :class:`Reason`."""
    day = f"DATE '{as_of.isoformat()}'"
    adverse = _by_item({item.id: _flag(item.nature is Nature.ADVERSE) for item in catalogue}, "TRUE")
    conditions = {reason: f"{event} IS NOT NULL" for reason, event in _BY_EVENT.items()} | {
        Reason.NOT_YET_MADE: f"made_on > {day}",
        Reason.NO_PENALTY: '"no_penalty"',
        Reason.NO_RULE: f"class_number IS NULL AND {adverse}",
        Reason.NO_TERM: "class_number IS NULL",
        Reason.NOT_YET_BEGUN: f"starts_on > {day}",
        Reason.EXPIRED: f"period_ends_on < {day}",
        Reason.NOT_PUBLISHED: f"NOT {_of_class(classes, 'displayed', after=False)}",
        Reason.OPEN_ENDED: "period_ends_on IS NULL",
    }
    whens = "".join(
        f"\n      WHEN {conditions[reason]} THEN {reason.number}" for reason in Reason if reason in conditions
    )
    return f"CASE{whens}\n      ELSE {Reason.IN_PERIOD.number}\n    END"


def ground(catalogue: Sequence[CatalogueItem], classes: tuple[NumberedClass, ...]) -> str:
    """The ground of the reason (instrument, article, verified): what the event that decided cites; else the class; else
    the item. What a department cites in an event was not checked against the instrument, so it is not ``verified``.
    """
    cited_events = " ".join(
        f"WHEN reason_number = {reason.number} AND {event}.instrument IS NOT NULL"
        f" THEN {_ground(f'{event}.instrument', f'{event}.article', 'FALSE')}"
        for reason, event in _BY_EVENT.items()
    )
    by_class = looked_up([_cited(numbered.of.cite) for numbered in classes], "class_number")
    by_item = _by_item({item.id: _cited(item.cite) for item in catalogue}, "NULL")
    return (
        f"CASE {cited_events}\n      WHEN {_because(*_BY_ITEM)} OR class_number IS NULL"
        f" THEN {by_item}\n      ELSE {by_class} END"
    )


def outcome_columns(classes: tuple[NumberedClass, ...], columns: tuple[str, ...], as_of: date) -> str:
    """Columns of standing over a row that has its class, its dates, its reason and, if asked for, its ground."""
    ways: dict[str, str] = {
        # The first two reasons, asked directly: who keeps only records on file need not work out the reason of all.
        "on_file": f"withdrawn IS NULL AND (made_on > DATE '{as_of.isoformat()}') IS NOT TRUE",
        "displayed": _effect(classes, "displayed"),
        "shared": _effect(classes, "shared"),
        "counted": _effect(classes, "counted"),
        "objected": "objected",
        "corrected": "corrected",
        "rule_set": looked_up([literal(numbered.rules.id) for numbered in classes], "class_number"),
        "class": looked_up([literal(numbered.of.id) for numbered in classes], "class_number"),
        "starts_on": "starts_on",
        "repairable_from": _repairable_from(classes),
        "ends_on": 'least(period_ends_on, repaired."on" - 1, delisted."on" - 1, withdrawn."on" - 1)',
        "reason": looked_up([literal(reason) for reason in Reason], "reason_number"),
        "cite_instrument": "ground.instrument",
        "cite_article": "ground.article",
        "verified": "ground.verified",
    }
    return ",\n  ".join(f'{ways[name]} AS "{name}"' for name in columns)


def _effect(classes: tuple[NumberedClass, ...], effect: Effect) -> str:
    return (
        f"CASE WHEN {_because(*_DURING)} THEN {_of_class(classes, effect, after=False)}"
        f" WHEN {_because(*_AFTER)} THEN {_of_class(classes, effect, after=True)}"
        f" ELSE {_because(Reason.NO_TERM)} END"
    )


def _of_class(classes: tuple[NumberedClass, ...], effect: Effect, *, after: bool) -> str:
    """Whether the record's class has an effect during its period, or after it."""
    held = [_flag(effect in (of.of.after if after else of.of.effects)) for of in classes]
    return looked_up(held, "class_number")


def _repairable_from(classes: tuple[NumberedClass, ...]) -> str:
    """The day after the minimum has run, for a record whose period is not over."""
    repairable = looked_up([_flag(of.of.repairable) for of in classes], "class_number")
    from_ = f"coalesce({minimum_ends_on(classes)} + 1, starts_on)"
    return f"CASE WHEN {_because(*_NOT_OVER)} AND {repairable} THEN {from_} END"


def _by_item(values: Mapping[str, str], otherwise: str) -> str:
    """The value (an SQL constant) of the record's catalogue item."""
    whens = " ".join(f"WHEN {literal(item)} THEN {value}" for item, value in values.items())
    return f'CASE "item" {whens} ELSE {otherwise} END' if whens else otherwise


def _cited(cite: Citation) -> str:
    return _ground(literal(cite.instrument), literal(cite.article) if cite.article else "NULL", _flag(cite.verified))


def _ground(instrument: str, article: str, verified: str) -> str:
    return f"struct_pack(instrument := {instrument}, article := CAST({article} AS VARCHAR), verified := {verified})"


def _because(*reasons: Reason) -> str:
    """Whether the reason is one of these; their numbers in runs, for a comparison costs less than a look-up."""
    numbers = sorted(reason.number for reason in reasons)
    firsts = [number for number in numbers if number - 1 not in numbers]
    lasts = [number for number in numbers if number + 1 not in numbers]
    runs = (f"reason_number BETWEEN {first} AND {last}" for first, last in zip(firsts, lasts, strict=True))
    return f"({' OR '.join(runs)})"


def _flag(holds: bool) -> str:
    return "TRUE" if holds else "FALSE"

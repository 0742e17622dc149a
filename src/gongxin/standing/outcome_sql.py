"""What follows for a record once its class and its period are known: the reason, the effects, the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import Nature
from gongxin.standing.reasons import Reason
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Citation
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

_EFFECTS: tuple[Effect, ...] = ("displayed", "shared", "counted")

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


def reason_number(law: Law, classes: tuple[NumberedClass, ...], as_of: date) -> str:
    """The number of the first reason that applies, in the order of :class:`Reason`."""
    day = f"DATE '{as_of.isoformat()}'"
    without_term = _in('"item"', (literal(item.id) for item in law.items.values() if item.nature is not Nature.ADVERSE))
    conditions = {reason: f"{event} IS NOT NULL" for reason, event in _BY_EVENT.items()}
    conditions |= {
        Reason.NOT_YET_MADE: f"made_on > {day}",
        Reason.NO_PENALTY: '"no_penalty"',
        Reason.NO_RULE: f"class_number IS NULL AND NOT {without_term}",
        Reason.NO_TERM: "class_number IS NULL",
        Reason.NOT_YET_BEGUN: f"starts_on > {day}",
        Reason.EXPIRED: f"period_ends_on < {day}",
        Reason.NOT_PUBLISHED: f"NOT {_with_effect(classes, 'displayed', after=False)}",
        Reason.OPEN_ENDED: "period_ends_on IS NULL",
    }
    whens = "".join(
        f"\n      WHEN {conditions[reason]} THEN {reason.number}" for reason in Reason if reason in conditions
    )
    return f"CASE{whens}\n      ELSE {Reason.IN_PERIOD.number}\n    END"


def outcome_columns(law: Law, classes: tuple[NumberedClass, ...]) -> str:
    """The columns of standing over a row that has its class, its dates and its reason."""
    columns: dict[str, str] = {
        "on_file": f"NOT {_because(Reason.WITHDRAWN, Reason.NOT_YET_MADE)}",
        **{effect: _effect(classes, effect) for effect in _EFFECTS},
        "objected": "objected",
        "corrected": "corrected",
        "rule_set": _text_by_class(classes, lambda numbered: numbered.rules.id),
        "class": _text_by_class(classes, lambda numbered: numbered.of.id),
        "starts_on": "starts_on",
        "repairable_from": _repairable_from(classes),
        "ends_on": 'least(period_ends_on, repaired."on" - 1, delisted."on" - 1, withdrawn."on" - 1)',
        "reason": f"[{', '.join(literal(reason) for reason in Reason)}][reason_number]",
        "cite_instrument": _cited(law, classes, "instrument", lambda cite: literal(cite.instrument)),
        "cite_article": _cited(law, classes, "article", lambda cite: literal(cite.article) if cite.article else "NULL"),
        "verified": _cited(law, classes, None, lambda cite: "TRUE" if cite.verified else "FALSE"),
    }
    return ",\n  ".join(f'{columns[name]} AS "{name}"' for name in STANDING_COLUMNS)


def _effect(classes: tuple[NumberedClass, ...], effect: Effect) -> str:
    return (
        f"CASE WHEN {_because(*_DURING)} THEN {_with_effect(classes, effect, after=False)}"
        f" WHEN {_because(*_AFTER)} THEN {_with_effect(classes, effect, after=True)}"
        f" ELSE {_because(Reason.NO_TERM)} END"
    )


def _with_effect(classes: tuple[NumberedClass, ...], effect: Effect, *, after: bool) -> str:
    return _in(
        "class_number",
        (str(of.number) for of in classes if effect in (of.of.after if after else of.of.effects)),
    )


def _repairable_from(classes: tuple[NumberedClass, ...]) -> str:
    """The day after the minimum has run, for a record whose period is not over."""
    repairable = _in("class_number", (str(of.number) for of in classes if of.of.repairable))
    return f"CASE WHEN {_because(*_NOT_OVER)} AND {repairable} THEN coalesce(minimum_ends_on + 1, starts_on) END"


def _cited(
    law: Law, classes: tuple[NumberedClass, ...], event_field: str | None, part: Callable[[Citation], str]
) -> str:
    """One part of the citation: of the event that decided, if it cites; else of the class; else of the item.

    What a department cites in an event has not been checked against the instrument, so it is never ``verified``.
    """
    event_cites = " ".join(
        f"WHEN {_because(reason)} AND {event}.instrument IS NOT NULL"
        f" THEN {'FALSE' if event_field is None else f'{event}.{event_field}'}"
        for reason, event in _BY_EVENT.items()
    )
    by_class = f"[{', '.join(part(of.of.cite) for of in classes)}][class_number]" if classes else "NULL"
    by_item = " ".join(f"WHEN {literal(item.id)} THEN {part(item.cite)}" for item in law.items.values())
    return (
        f"CASE {event_cites} WHEN class_number IS NOT NULL AND NOT {_because(*_BY_ITEM)} THEN {by_class}"
        f' ELSE CASE "item" {by_item} END END'
    )


def _text_by_class(classes: tuple[NumberedClass, ...], text: Callable[[NumberedClass], str]) -> str:
    if not classes:
        return "CAST(NULL AS VARCHAR)"
    return f"[{', '.join(literal(text(of)) for of in classes)}][class_number]"


def _because(*reasons: Reason) -> str:
    return _in("reason_number", (str(reason.number) for reason in reasons))


def _in(value: str, choices: Iterable[str]) -> str:
    """Whether a value is among the choices; false for NULL, and for no choice at all."""
    listed = ", ".join(choices)
    return f"coalesce({value} IN ({listed}), FALSE)" if listed else "FALSE"

"""``gongxin law show`` and ``gongxin law list``: any entry of the law as readable data, with where it stands."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from gongxin.errors import UsageError
from gongxin.law.procedures import term_of
from gongxin.law.schema.basics import Citation, Duration, InForce, Node, effect_words
from gongxin.law.suggestions import did_you_mean
from gongxin.law.tree import Placed, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.library import Law
    from gongxin.law.overlay import Statutes
    from gongxin.law.schema.basics import Entry
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.law.schema.pack import Instrument
    from gongxin.law.schema.parameters import Parameter
    from gongxin.law.schema.procedure import Procedure
    from gongxin.law.shelf import Shelf

#: Citations of an instrument that are listed with it; the rest are counted.
_CITED_AT_MOST = 100


def show(law: Law, entry_id: str, as_of: date) -> dict[str, Any]:
    """Everything of that id: item, code list, parameter, publicity rule set, model, flow, procedure, instrument.

    Each of the ``entries`` has its sort, where it stands (pack, file, line), whether it is in force on the day (None
    for what has no dates), what it replaced, its content in readable form, and what goes with it: the value of a
    parameter on the day, the rule sets and procedures that govern an item, how long the terms of a procedure are for a
    case opened on the day, which procedures run by a flow, where an instrument is cited.
    Where no edition is in force on the day, ``not_in_force`` says so in both languages and ``editions`` lists them by
    their first day; else both are empty.
    Raises :class:`UsageError` with the nearest id if there is nothing of that id.
    """
    entries = [*_entries(law, entry_id, as_of), *_instruments(law, entry_id, as_of)]
    if not entries:
        known = {placed.value.id for _, shelf in _shelves(law.statutes) for placed in shelf.all()}
        cure = did_you_mean(entry_id, known | set(law.instruments))
        raise UsageError(
            "unknown-id",
            zh=f"没有 {entry_id!r}；{cure.zh}gongxin law list 列出全部",
            en=f"there is nothing called {entry_id!r}; {cure.en} 'gongxin law list' shows all there is",
            where=entry_id,
        )
    editions = [] if any(_holds(entry) for entry in entries) else sorted(map(_edition, entries), key=_first_day)
    return {
        "id": entry_id,
        "as_of": as_of.isoformat(),
        "law_version": law.version,
        "not_in_force": _not_in_force(entry_id, as_of, editions) if editions else None,
        "editions": editions,
        "entries": entries,
    }


def _holds(entry: dict[str, Any]) -> bool:
    """Whether an entry says anything on the day: what has no dates always does, a parameter where it has a value."""
    if entry["sort"] == "parameters":
        return entry["value"] is not None
    return entry["in_force"] is not False


def _edition(entry: dict[str, Any]) -> dict[str, Any]:
    """One edition in short: its days of effect, and where it stands. A parameter is in force from its first value."""
    content = entry["content"]
    dates = content["values"][0] if entry["sort"] == "parameters" else content["in_force"]
    return {
        "from": dates["from"],
        "to": dates.get("to"),
        "sort": entry["sort"],
        "title": content["title"],
        "file": entry["file"],
        "line": entry["line"],
    }


def _first_day(edition: dict[str, Any]) -> str:
    return str(edition["from"])


def _not_in_force(entry_id: str, as_of: date, editions: list[dict[str, Any]]) -> dict[str, str]:
    """That nothing of an id is in force on the day, and when it is; editions that follow on each other are one span."""
    days: list[tuple[str, str | None]] = []
    for edition in editions:
        first, last = edition["from"], edition["to"]
        if days and _adjoin(days[-1][1], first):
            ends = (days[-1][1], last)
            days[-1] = (days[-1][0], None if None in ends else max(filter(None, ends)))
        else:
            days.append((first, last))
    spans = [effect_words(first, last) for first, last in days]
    zh, en = "、".join(span.zh for span in spans), ", ".join(span.en for span in spans)
    return {
        "zh": f"{entry_id} 在 {as_of} 不适用，其适用期间{zh}；请改用该期间内的日期。",
        "en": f"{entry_id} is not in force on {as_of}, only {en}; choose a day within.",
    }


def listing(law: Law) -> dict[str, list[dict[str, Any]]]:
    """What is loaded: the packs, and the entries of each sort with title and place."""
    answer: dict[str, list[dict[str, Any]]] = {
        "packs": [
            {"id": header.id, "title": _readable(law, header.title), "level": str(header.jurisdiction.level)}
            for header in (pack.header for pack in law.packs.values())
        ]
    }
    for sort, shelf in _shelves(law.statutes):
        answer[sort] = [
            {"id": placed.value.id, "title": _readable(law, placed.value.title), **_place(placed)}
            for placed in shelf.all()
        ]
    return answer


def _shelves(statutes: Statutes) -> Iterator[tuple[str, Shelf[Any]]]:
    """The sorts of entry, by the names under which they are shown."""
    yield "items", statutes.items
    yield "code_lists", statutes.code_lists
    yield "parameters", statutes.parameters
    yield "publicity", statutes.publicity
    yield "models", statutes.models
    yield "flows", statutes.flows
    yield "procedures", statutes.procedures


def _entries(law: Law, entry_id: str, as_of: date) -> Iterator[dict[str, Any]]:
    for sort, shelf in _shelves(law.statutes):
        for placed in shelf.under(entry_id):
            yield {
                "sort": sort,
                **_place(placed),
                "in_force": _in_force(getattr(placed.value, "in_force", None), as_of),
                "replaces": [_place(old) for old in shelf.replaced.get(entry_id, ())],
                "extended_by": [_place(extension) for extension in placed.extensions],
                **_with_it(law, sort, placed.value, as_of),
                "content": _readable(law, placed.value),
            }


def _with_it(law: Law, sort: str, entry: Any, as_of: date) -> dict[str, Any]:
    """What a reader of an entry wants to know besides."""
    if sort == "parameters":
        return {"value": _value_on(law, entry, as_of)}
    if sort == "items":
        return {"governed_by": _governing(law, entry, as_of), "procedures": _about(law, entry, as_of)}
    if sort == "procedures":
        return {"terms_on_the_day": _terms(law, entry, as_of)}
    if sort == "flows":
        return {"procedures": [procedure.id for procedure in law.procedures if procedure.flow == entry.id]}
    return {}


def _about(law: Law, item: CatalogueItem, as_of: date) -> list[dict[str, Any]]:
    """The procedures about records of an item, each edition by itself."""
    return [
        {
            "id": procedure.id,
            "title": _readable(law, procedure.title),
            "kind": procedure.kind.value,
            "dates": _readable(law, procedure.in_force),
            "in_force": procedure.in_force.covers(as_of),
        }
        for procedure in law.procedures
        if item.id in procedure.items
    ]


def _terms(law: Law, procedure: Procedure, as_of: date) -> list[dict[str, Any]]:
    """Who has to do what within which time, in the order of the flow."""
    terms = []
    for deadline in law.flow(procedure.flow).deadlines:
        term = term_of(law, procedure, deadline.id, as_of)
        words = {"zh": term.words.zh, "en": term.words.en}
        what = {"deadline": deadline.id, "title": _readable(law, deadline.title), "who": deadline.who.value}
        terms.append({**what, "term": words, "cite": _readable(law, term.cite)})
    return terms


def _value_on(law: Law, parameter: Parameter, as_of: date) -> Any:
    dated = parameter.on(as_of)
    return None if dated is None else _readable(law, dated)


def _governing(law: Law, item: CatalogueItem, as_of: date) -> list[dict[str, Any]]:
    return [
        {
            "id": rules.id,
            "title": _readable(law, rules.title),
            "dates": _readable(law, rules.in_force),
            "in_force": rules.in_force.covers(as_of),
            "precedence": rules.precedence,
        }
        for rules in law.publicity
        if item.id in rules.items
    ]


def _adjoin(last: str | None, first: str) -> bool:
    """Whether what starts on ``first`` leaves no day between itself and what ends on ``last``."""
    return last is None or date.fromisoformat(first) - date.fromisoformat(last) <= timedelta(days=1)


def _instruments(law: Law, entry_id: str, as_of: date) -> Iterator[dict[str, Any]]:
    placed = law.statutes.instruments.get(entry_id)
    if placed is None:
        return
    cited = list(_citing(law.statutes, entry_id))
    yield {
        "sort": "instruments",
        **_place(placed),
        "in_force": placed.value.in_force.covers(as_of),
        "cited_by": cited[:_CITED_AT_MOST],
        "citations": len(cited),
        "content": _readable(law, placed.value),
    }


def _citing(statutes: Statutes, instrument: str) -> Iterator[dict[str, Any]]:
    for sort, shelf in _shelves(statutes):
        for placed in shelf.all():
            for inside, part in parts(placed.value):
                if isinstance(part, Citation) and part.instrument == instrument:
                    where = placed.where(*inside)
                    yield {"sort": sort, "id": placed.value.id, "article": part.article, "where": where}


def _in_force(dates: InForce | None, as_of: date) -> bool | None:
    return None if dates is None else dates.covers(as_of)


def _place(placed: Placed[Entry] | Placed[Instrument] | Placed[object]) -> dict[str, Any]:
    return {
        "pack": placed.pack,
        "file": str(placed.document.path),
        "line": placed.document.line(placed.place),
    }


def _readable(law: Law, value: object) -> Any:
    """A value in plain data: citations in words, terms in both languages, nothing that is not said."""
    match value:
        case Citation():
            shown: dict[str, Any] = {"zh": law.cite(value, "zh"), "en": law.cite(value, "en")}
            if value.note is not None:
                shown["note"] = _readable(law, value.note)
            return {**shown, "instrument": value.instrument, "article": value.article, "verified": value.verified}
        case Duration():
            return {"zh": value.zh, "en": str(value)}
        case Node():
            fields = {field.alias or name: getattr(value, name) for name, field in type(value).model_fields.items()}
            return {name: _readable(law, part) for name, part in fields.items() if part is not None and part != ()}
        case tuple():
            return [_readable(law, part) for part in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
    return value

"""From records on file to entries of a report: facts, standing with its article, what happened since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Citation, Text
from gongxin.reports.facts import facts
from gongxin.reports.report import Cited, Entry, RecordEvent, RecordStanding
from gongxin.reports.wording import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from gongxin.law.library import Law
    from gongxin.reports.subject_file import FileRecord
    from gongxin.standing import Standing


def cited(law: Law, citation: Citation) -> Cited:
    """A citation in words, in both languages; that it was not verified is said beside the words and not in them."""
    words = citation.model_copy(update={"verified": True})
    return Cited(
        text=Text(zh=law.cite(words, "zh"), en=law.cite(words, "en")),
        instrument=citation.instrument,
        article=citation.article,
        verified=citation.verified,
    )


def entry(law: Law, record: FileRecord, events: Iterable[Mapping[str, Any]]) -> Entry:
    """The record as the report shows it; ``events`` are those of the whole file."""
    columns = record.columns
    return Entry(
        record_id=record.record_id,
        version=columns["version"],
        content=columns["content"],
        batch=columns["batch"],
        title=columns["title"],
        dated=record.dated,
        source=columns["source"],
        facts=facts(law, law.item(record.item), record.payload),
        standing=standing(law, record.standing),
        events=tuple(_event(event) for event in events if event["record_id"] == record.record_id),
    )


def standing(law: Law, on_day: Standing) -> RecordStanding:
    """What the record is worth on the day, with the titles of the rules that say so."""
    rules = next((rules for rules in law.publicity if rules.id == on_day.rule_set), None)
    class_ = None if rules is None else next((known for known in rules.classes if known.id == on_day.class_), None)
    sentence = on_day.sentence
    return RecordStanding(
        displayed=on_day.displayed,
        shared=on_day.shared,
        counted=on_day.counted,
        objected=on_day.objected,
        corrected=on_day.corrected,
        rule_set=None if rules is None else rules.title,
        record_class=None if class_ is None else class_.title,
        starts_on=on_day.starts_on,
        ends_on=on_day.ends_on,
        repairable_from=on_day.repairable_from,
        reason=on_day.reason.value,
        sentence=Text(zh=sentence.zh, en=sentence.en),
        cite=ground(law, on_day.cite_instrument, on_day.cite_article, verified=bool(on_day.verified)),
    )


def ground(law: Law, instrument: str | None, article: str | None, *, verified: bool) -> Cited | None:
    """The article behind what was found; one that an event names may belong to no pack, and is then as written."""
    if instrument is None:
        return None
    if instrument not in law.instruments:
        named = " ".join(part for part in (instrument, article) if part)
        return Cited(text=Text(zh=named, en=named), instrument=instrument, article=article, verified=verified)
    return cited(law, Citation(instrument=instrument, article=article, verified=verified))


def _event(event: Mapping[str, Any]) -> RecordEvent:
    kind = event["kind"]
    return RecordEvent(
        kind=kind,
        title=EVENTS.get(kind, Text(zh=kind, en=kind)),
        effective_on=event["effective_on"],
        case_no=event["case_no"],
    )

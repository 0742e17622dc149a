"""Putting a credit report together: one subject, one day, one state of the ledger, one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.beside import results_beside
from gongxin.law.schema.basics import Text
from gongxin.law.schema.catalogue import Nature
from gongxin.reports import layout
from gongxin.reports.advice import advice, ways
from gongxin.reports.entries import cited, entry
from gongxin.reports.facts import facts
from gongxin.reports.gradings import beside, explanations_for, gradings, ways_from
from gongxin.reports.proof import ledger_proof, sealed
from gongxin.reports.report import FORMAT, Audience, CreditReport, Identity, ItemEntries, PackUsed, Section
from gongxin.reports.subject_file import FileRecord, SubjectFile, read_subject_file
from gongxin.reports.wording import TITLE, scheme_title
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gongxin.evaluation.beside import ResultBeside
    from gongxin.evaluation.explain import Explanation
    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law
    from gongxin.ledger import BatchEntry, Ledger
    from gongxin.reports.layout import Slot
    from gongxin.reports.report import Advice, Beside, Fact, Grading, Way


def credit_report(
    ledger: Ledger,
    law: Law,
    subject_id: str,
    *,
    as_of: date,
    known_at: int | None = None,
    audience: Audience = Audience.PUBLIC,
) -> CreditReport:
    """The report on a subject as of a day, from what was known at a batch (the latest, if not said), sealed.

    The public edition holds what standing displays and nothing else; the subject's own edition its whole file.
    Raises :class:`gongxin.errors.NotFound` where nothing is on file, :class:`UsageError` (``person-not-public``) for a
    public edition about a natural person.
    """
    with ledger.snapshot(known_at) as snapshot, ledger.connect(threads=1) as connection:
        known_at = snapshot.known_at
        file = read_subject_file(connection, snapshot, law, subject_id, as_of)
        check_admissible(file, audience)
        explained = explanations_for(connection, law, file, as_of=as_of, known_at=known_at, audience=audience)
        results = results_beside(connection, law, explained, as_of)
        found = ways_from(ledger, snapshot, law, file, explained)
    batches = ledger.batches()[:known_at]
    shown = file_shown(law, file, explained, results, batches, as_of=as_of, audience=audience, ways_up=found)
    drawn_on = {record.columns["batch"] for record in visible(file, audience)}
    report = CreditReport(
        format=FORMAT,
        title=TITLE,
        audience=audience,
        synthetic=shown.synthetic,
        as_of=as_of,
        known_at=known_at,
        data_until=max((batch.as_of for batch in batches), default=None),
        law_version=law.version,
        identity=shown.identity,
        marks=shown.marks,
        sections=shown.sections,
        packs=tuple(
            PackUsed(id=pack_id, title=pack.header.title, digest=pack.digest)
            for pack_id, pack in sorted(law.packs.items())
        ),
        proof=ledger_proof(ledger, subject_id, drawn_on=drawn_on, known_at=known_at, audience=audience),
    )
    return sealed(report, ledger)


@dataclass(frozen=True, slots=True)
class FileShown:
    """What a reader may see of a file: the part of a report that is about the subject and not about the report."""

    synthetic: bool
    identity: Identity
    marks: tuple[str, ...]
    sections: tuple[Section, ...]


def file_shown(
    law: Law,
    file: SubjectFile,
    explained: Iterable[Explanation],
    results: Iterable[ResultBeside],
    batches: Sequence[BatchEntry],
    *,
    as_of: date,
    audience: Audience,
    ways_up: Iterable[WayUp] = (),
) -> FileShown:
    """Lay the file out for its reader: identity, marks and sections; ``batches`` are all the ledger had by then.

    ``ways_up`` are given where they are to stand in it: finding them takes longer than all else.
    """
    explained = list(explained)
    records = visible(file, audience)
    grades = gradings(law, file, explained, audience=audience)
    placed = beside(law, file, results, audience=audience)
    return FileShown(
        synthetic=_is_synthetic(law, file, batches),
        identity=_identity(law, file, records),
        marks=_marks(law, records),
        sections=_sections(
            law, file, records, grades, placed, (advice(law, records, as_of), ways(law, ways_up, records))
        ),
    )


def visible(file: SubjectFile, audience: Audience) -> list[FileRecord]:
    """The records that this reader may see: the subject itself all, the public those on display."""
    return [record for record in file.records if audience is Audience.SUBJECT or record.standing.displayed]


def check_admissible(file: SubjectFile, audience: Audience) -> None:
    """Go on only if such an edition may exist. Error: ``person-not-public``."""
    kinds = {file.subject.get("kind"), *(record.columns["subject_kind"] for record in file.records)}
    if audience is Audience.PUBLIC and SubjectKind.NATURAL_PERSON in kinds:
        raise UsageError(
            "person-not-public",
            zh="自然人的信用信息不向社会公开；本人查询请用 --audience subject。",
            en="Information on natural persons is not public; for the person's own edition use --audience subject.",
        )


def _is_synthetic(law: Law, file: SubjectFile, batches: Sequence[BatchEntry]) -> bool:
    """Whether anything in the report is invented: the subject, a batch it draws on, or a pack behind its items."""
    drawn_on = {record.columns["batch"] for record in file.records}
    packs = {_pack_of(law, record.item) for record in file.records}
    return (
        bool(file.subject.get("synthetic"))
        or any(batch.synthetic for batch in batches if batch.number in drawn_on)
        or any(law.packs[pack].header.synthetic for pack in packs)
    )


def _pack_of(law: Law, item_id: str) -> str:
    return law.statutes.items.under(item_id)[0].pack


def _identity(law: Law, file: SubjectFile, records: Iterable[FileRecord]) -> Identity:
    subject = file.subject
    registered = next((record for record in records if law.item(record.item).nature is Nature.IDENTITY), None)
    kind = subject.get("kind")
    named: tuple[Fact, ...] = ()
    if registered is not None:
        named = facts(law, law.item(registered.item), registered.payload)
    return Identity(
        subject_id=file.subject_id,
        scheme=_scheme(law, file),
        name=subject.get("name"),
        former_names=tuple(subject.get("former_names") or ()),
        kind=None if kind is None else Text(zh=SubjectKind(kind).zh, en=SubjectKind(kind).en),
        individual_business=bool(subject.get("individual_business")),
        registered=registered is not None,
        facts=named,
    )


def _scheme(law: Law, file: SubjectFile) -> Text | None:
    """What the identifier is called: by the platform, or by the field of the item that brings it."""
    known = scheme_title(file.subject.get("scheme"))
    if known is not None or not file.records:
        return known
    item = law.item(file.records[0].item)
    return item.field(item.subject.code).title


def _marks(law: Law, records: Iterable[FileRecord]) -> tuple[str, ...]:
    slots = {_slot(law, record).id for record in records if record.standing.displayed and record.standing.counted}
    marks = {"mark-honoured": "honours" in slots, "mark-listed": "serious" in slots}
    return tuple(mark for mark, applies in marks.items() if applies)


def _slot(law: Law, record: FileRecord) -> Slot:
    level = law.packs[_pack_of(law, record.item)].header.jurisdiction.level
    return layout.slot_of(law.item(record.item), level)


def _sections(
    law: Law,
    file: SubjectFile,
    records: Sequence[FileRecord],
    grades: tuple[Grading, ...],
    results: tuple[Beside, ...],
    advised: tuple[tuple[Advice, ...], tuple[Way, ...]],
) -> tuple[Section, ...]:
    own = [record for record in records if law.item(record.item).nature is not Nature.IDENTITY]
    return tuple(
        Section(
            id=slot.id,
            title=slot.title,
            items=_items(law, file, slot, [record for record in own if _slot(law, record) is slot]),
            gradings=grades if slot is layout.EVALUATION else (),
            beside=results if slot is layout.EVALUATION and len(results) > 1 else (),
            advice=advised[0] if slot is layout.ADVICE else (),
            ways=advised[1] if slot is layout.ADVICE else (),
        )
        for slot in layout.SECTIONS
    )


def _items(law: Law, file: SubjectFile, slot: Slot, records: Sequence[FileRecord]) -> tuple[ItemEntries, ...]:
    """The records of a section by item: those the section names first, the others in the order of the catalogue."""
    present = dict.fromkeys([*slot.items, *law.items])
    found = {item: [record for record in records if record.item == item] for item in present}
    return tuple(
        ItemEntries(
            item=item,
            title=law.item(item).title,
            cite=cited(law, law.item(item).cite),
            entries=tuple(entry(law, record, file.events) for record in of_item),
        )
        for item, of_item in found.items()
        if of_item
    )

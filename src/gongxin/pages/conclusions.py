"""Conclusions as pages show them: computed by the rooms below, kept for a moment, never decided here.

What was worked out is kept under the ledger's last batch and the day it is about: a new batch, or a new day, and it is
worked out again. Nothing outlives the process.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import may, may_see_moved
from gongxin.casework.options import options_of
from gongxin.errors import NotFound
from gongxin.pages.platform import platform
from gongxin.reports import Audience
from gongxin.reports.left_records import has_left, of_subject

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import date

    from gongxin.accounts.models import Account
    from gongxin.casework.casework import Casework
    from gongxin.casework.options import Option
    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.pages.name_index import Answer
    from gongxin.reports.left_records import LeftRecord
    from gongxin.reports.report import Entry, Grading, Identity, ItemEntries, Section
    from gongxin.workspace import Workspace

#: Files kept. One is some tens of kilobytes.
_MOST_KEPT = 256


@dataclass(frozen=True)
class CreditFile:
    """What a reader sees of one subject on a day: ``whole`` for the subject itself and those with a right to all of it,
    otherwise what is on public display. ``sections`` are those of the credit report, in its order. ``has_left`` says
    that a record has been moved away from it; which, :func:`left_records` tells those who may know."""

    subject_id: str
    as_of: date
    known_at: int
    whole: bool
    synthetic: bool
    identity: Identity
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    has_left: bool = False

    def groups(self) -> Iterator[ItemEntries]:
        """All records by catalogue item, in the order of the sections."""
        for section in self.sections:
            yield from section.items

    def gradings(self) -> Iterator[Grading]:
        """How each model in force grades the subject."""
        for section in self.sections:
            yield from section.gradings

    def record(self, record_id: str) -> tuple[ItemEntries, Entry]:
        """One record with its catalogue item. Error: ``record-not-shown``, whether there is none or none to be seen."""
        for group in self.groups():
            for entry in group.entries:
                if entry.record_id == record_id:
                    return group, entry
        raise NotFound(
            "record-not-shown",
            zh="该主体名下没有这条正在公示的记录；可能已修复、已撤回或公示期已满。",
            en="No such record is on display under this subject: it may be repaired, withdrawn, or have run out.",
        )


class _Kept:
    """The latest conclusions, oldest forgotten first."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._files: OrderedDict[tuple[object, ...], CreditFile] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> CreditFile | None:
        with self._lock:
            found = self._files.get(key)
            if found is not None:
                self._files.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], file: CreditFile) -> None:
        with self._lock:
            self._files[key] = file
            while len(self._files) > _MOST_KEPT:
                self._files.popitem(last=False)


_kept = _Kept()


def workspace() -> Workspace:
    """The workspace that this process serves."""
    return platform().workspace


def law() -> Law:
    """Its law."""
    return platform().law


def ledger() -> Ledger:
    """Its ledger."""
    return platform().ledger


def casework() -> Casework:
    """Procedures under that law."""
    return platform().casework


def search(sought: str, *, most: int = 20) -> Answer:
    """The subjects that a code or a name may mean; natural persons are not among them."""
    return platform().names.search(sought, most=most)


def credit_file(subject_id: str, as_of: date, *, whole: bool = False) -> CreditFile:
    """The file of a subject as of a day, as known now.

    ``whole`` is the caller's word that the reader may see all of it. Errors: ``unknown-subject``; ``person-not-public``
    for a natural person's, unless whole.
    """
    here = platform()
    snapshot = here.desks.snapshot()
    key = (here.workspace.root, here.law, snapshot.known_at, as_of, whole, subject_id)
    kept = _kept.get(key)
    if kept is not None:
        return kept
    audience = Audience.SUBJECT if whole else Audience.PUBLIC
    with here.desks.desk(as_of) as desk:
        read, shown = desk.show(snapshot, subject_id, audience, here.batches(snapshot.known_at))
    file = CreditFile(
        subject_id=subject_id,
        as_of=as_of,
        known_at=snapshot.known_at,
        whole=whole,
        synthetic=shown.synthetic,
        identity=shown.identity,
        marks=shown.marks,
        sections=shown.sections,
        has_left=has_left(read.events),
    )
    _kept.put(key, file)
    return file


def left_records(file: CreditFile, by: Account | None) -> list[LeftRecord]:
    """The records that stood in the file and never were the subject's own, as far as the account may see them
    (:func:`gongxin.accounts.permissions.may_see_moved`)."""
    return _left(file.subject_id, file.as_of, file.known_at, by) if file.has_left else []


def left_without_file(as_of: date, by: Account) -> list[LeftRecord]:
    """As :func:`left_records`, of the account's own subject, where nothing else was ever on file about it."""
    return _left(by.subject_id, as_of, platform().ledger.last_batch, by)


def _left(subject_id: str, as_of: date, known_at: int, by: Account | None) -> list[LeftRecord]:
    if not may(by, Action.SEE_MOVED_RECORD):
        return []
    here = platform()
    found = of_subject(here.ledger, here.law, subject_id, as_of, known_at=known_at)
    return [one for one in found if may_see_moved(by, subject_id, one.shown.columns["source"] or "")]


def options(
    subject_id: str, record_id: str | None, as_of: date, by: Account | None, *, only: Container[str] | None = None
) -> list[Option]:
    """What can be done about a record, or about a subject as such, by the procedures in ``only`` or by any; as
    :meth:`gongxin.casework.casework.Casework.options`."""
    here = platform()
    with here.desks.desk(as_of) as desk:
        return options_of(desk.lay_open(here.desks.snapshot(), subject_id, record_id), by, only)


def way_up(subject_id: str, model: str, as_of: date) -> WayUp:
    """The fewest records that, repaired or run out, bring a better grade; errors as
    :func:`gongxin.evaluation.way_up.way_up`."""
    here = platform()
    with here.desks.desk(as_of) as desk:
        return desk.way_up(here.desks.snapshot(), subject_id, model)

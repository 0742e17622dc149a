"""A credit report as data: what is on file about one subject on one day, and what it rests on.

This tree is the report. HTML is one way of showing it and JSON another; neither adds or leaves out anything.
Sentences and titles are there in both languages; values are as the ledger keeps them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer

from gongxin.law.schema.basics import Text

#: The shape of the JSON; it changes when a reader of the old shape could misread the new one.
FORMAT = "gongxin-credit-report/1"


def plain_number(number: Decimal) -> str:
    """A decimal as written by hand: ``-12``, ``0.5``, never ``1E+1`` or ``2.000000``."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


#: Points as text without exponent or superfluous zeros, since JSON has no decimals.
Points = Annotated[Decimal, PlainSerializer(plain_number, return_type=str, when_used="json")]


class Part(BaseModel):
    """Base of all parts of a report: immutable, with the keys it knows and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Audience(StrEnum):
    """For whom the report is: anyone, or the subject itself, who sees its whole file."""

    PUBLIC = "public"
    SUBJECT = "subject"


class Cited(Part):
    """The article something rests on, in words, and whether those words were read."""

    text: Text
    instrument: str
    article: str | None
    verified: bool


class Fact(Part):
    """One line of what was handed in: a field and its value. ``shown`` is the value in words, if it has any."""

    field: str
    title: Text
    value: str
    shown: Text | None = None


class RecordStanding(Part):
    """What the record is worth on the day, why, until when, and by which article.

    ``repairable_from`` is the first day on which an early end may be asked for; empty where there is none to ask for.
    """

    displayed: bool
    shared: bool
    counted: bool
    objected: bool
    corrected: bool
    rule_set: Text | None
    record_class: Text | None
    starts_on: date | None
    ends_on: date | None
    repairable_from: date | None
    reason: str
    sentence: Text
    cite: Cited | None


class RecordEvent(Part):
    """Something that happened to the record: a repair, an objection, a correction."""

    kind: str
    title: Text
    effective_on: date | None
    case_no: str | None


class Entry(Part):
    """One record on file: this version of it, the digest of its content, and the batch that brought it."""

    record_id: str
    version: int
    content: str
    batch: int
    title: str | None
    dated: date | None
    source: str | None
    facts: tuple[Fact, ...]
    standing: RecordStanding
    events: tuple[RecordEvent, ...] = ()


class ItemEntries(Part):
    """The records of one catalogue item, latest first, with the law by which they may be recorded at all."""

    item: str
    title: Text
    cite: Cited
    entries: tuple[Entry, ...]


class Contribution(Part):
    """One line of the sum that makes a score. ``measured`` is the value behind the points, where one was measured.

    Without ``record_id`` the points come from no single record: from a value over several, a floor or cap, or the
    records that are not public.
    """

    dimension: str | None
    dimension_title: Text | None
    indicator: str | None
    title: Text
    record_id: str | None
    measured: Points | None
    points: Points
    cite: Cited | None


class Ruling(Part):
    """The rule that set or limited a grade whatever the score."""

    title: Text
    cite: Cited | None


class Grading(Part):
    """How the subject stands by one model, and the sum by which it came there: base and contributions make the score.

    ``reference_only`` is the rule by which the result informs and decides nothing.
    """

    model: str
    title: Text
    note: Text | None
    cite: Cited
    base: Points
    base_cite: Cited
    score: Points
    grade: str | None
    grade_title: Text | None
    ruling: Ruling | None
    reference_only: Cited | None
    contributions: tuple[Contribution, ...]

    @property
    def unverified(self) -> int:
        """How many lines of the sum rest on words that were not read."""
        return sum(1 for line in self.contributions if line.cite is not None and not line.cite.verified)


class Beside(Part):
    """One result among all there are about the subject, whoever gave it; see :mod:`gongxin.evaluation.beside`.

    ``scale`` lists the grades of that evaluation, best first; ``grade_title`` and ``scale_titles`` are the grade and
    the scale in words. ``reference_only`` is the rule by which the result decides nothing, ``above_ceiling`` the one
    by which this grade should not have been given.
    """

    source: str
    title: Text
    evaluator: str | None
    made_on: date
    grade: str | None
    grade_title: Text | None
    score: Points | None
    scale: tuple[str, ...]
    scale_titles: tuple[Text, ...]
    record_id: str | None
    model: str | None
    reference_only: Cited | None
    above_ceiling: Cited | None


class Advice(Part):
    """What the subject can do about a record that stands against it; ``which`` is its number and day, as written."""

    record_id: str
    about: Text
    which: str
    advice: Text


class Mending(Part):
    """A record of the way up: how it ceases to count (``repair`` or ``expiry``), and the first day on which it does."""

    record_id: str
    about: Text
    which: str
    by: str
    on: date
    cite: Cited | None


class Way(Part):
    """The fewest records whose repair or end would bring a better grade, by the rules of the day of the report.

    ``better``, ``score_then`` and ``on`` (from which day) are empty where nothing on file would bring one. ``hidden``
    counts records of the way that this reader may not see.
    """

    model: str
    title: Text
    grade: str
    better: str | None
    score_then: Points | None
    on: date | None
    mendings: tuple[Mending, ...]
    hidden: int


class Section(Part):
    """A part of the report in the order of the national report standard. Empty means: no record in the period."""

    id: str
    title: Text
    items: tuple[ItemEntries, ...] = ()
    gradings: tuple[Grading, ...] = ()
    beside: tuple[Beside, ...] = ()
    advice: tuple[Advice, ...] = ()
    ways: tuple[Way, ...] = ()

    @property
    def count(self) -> int:
        """How many records (or, among advice, pieces of it and ways up) the section holds."""
        return sum(len(item.entries) for item in self.items) + len(self.gradings) + len(self.advice) + len(self.ways)


class Identity(Part):
    """Who the report is about. ``registered`` is false where the subject is only mentioned, never registered."""

    subject_id: str
    scheme: Text | None
    name: str | None
    former_names: tuple[str, ...]
    kind: Text | None
    individual_business: bool
    registered: bool
    facts: tuple[Fact, ...]


class PackUsed(Part):
    """A pack that answered, and the digest of its files."""

    id: str
    title: Text
    digest: str


class Proof(Part):
    """What lets anyone check the report offline with nothing but the public key.

    ``ledger`` is a proof document of the ledger (:mod:`gongxin.ledger.transparency.documents`): that the batches which
    brought the records are in the signed log, and in the subject's own edition what each of them said of the subject.
    The public edition goes no further than the batches, since a list of all records would tell of those not on display.
    ``seal`` is the platform's signature on the whole report (:func:`gongxin.reports.proof.sealed_text`).
    """

    ledger: dict[str, Any]
    seal: str = ""

    @property
    def size(self) -> int:
        """How many batches the log had."""
        return int(self.ledger["head"]["size"])

    @property
    def root(self) -> str:
        """Root of the log, in hex."""
        return str(self.ledger["head"]["root"])

    @property
    def batches(self) -> tuple[dict[str, Any], ...]:
        """Manifests of the batches the report draws on."""
        return tuple(entry["manifest"] for entry in self.ledger["batches"])


class CreditReport(Part):
    """The whole report.

    ``as_of`` is the day it is about, ``known_at`` the last batch of the ledger it knows, ``data_until`` the latest day
    on which anything was handed in by then. ``marks`` are keys of the wording: standing honours and serious lists.
    """

    format: str
    title: Text
    audience: Audience
    synthetic: bool
    as_of: date
    known_at: int
    data_until: date | None
    law_version: str
    identity: Identity
    marks: tuple[str, ...]
    sections: tuple[Section, ...]
    packs: tuple[PackUsed, ...]
    proof: Proof

"""What a page or the command line shows of a case, as plain values: titles in both languages, citations in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gongxin.errors import Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Citation, Text


class Shown:
    """What can be shown as JSON."""

    def as_dict(self) -> dict[str, Any]:
        """The whole of it as dictionaries and lists; days stay days."""
        return asdict(self)  # type: ignore[call-overload, no-any-return]  # every subclass is a dataclass


@dataclass(frozen=True, slots=True)
class Basis(Shown):
    """An article, in words of both languages; ``verified`` whether its words were read."""

    text: Message
    instrument: str
    article: str | None
    verified: bool


def basis(law: Law, cite: Citation) -> Basis:
    """A citation as it is shown; that it was not verified is said beside the words and not in them."""
    words = cite.model_copy(update={"verified": True})
    text = Message(law.cite(words, "zh"), law.cite(words, "en"))
    return Basis(text, cite.instrument, cite.article, cite.verified)


def message(text: Text) -> Message:
    """A title of a pack."""
    return Message(text.zh, text.en)


@dataclass(frozen=True, slots=True)
class StepShown(Shown):
    """A step. ``written`` is false for what silence has done without anybody having written it down yet."""

    place: int
    move: str
    title: Message
    from_state: str
    to_state: str
    to_title: Message
    by: str | None
    by_name: str | None
    actor: str
    on: date
    at: datetime | None
    reason: str
    said: Mapping[str, Any]
    late_by: Mapping[str, int]
    written: bool = True


@dataclass(frozen=True, slots=True)
class DeadlineShown(Shown):
    """A run of a deadline. ``late`` is whether its last day has passed unanswered, ``late_by`` how many working days
    ago; both also tell of one that was answered late. ``due_on`` is empty where no source gives a number."""

    deadline: str
    title: Message
    who: str
    starts_on: date
    due_on: date | None
    extended: bool
    met_on: date | None
    dropped_on: date | None
    running: bool
    late: bool
    late_by: int
    cite: Basis
    silence_means: Message | None


@dataclass(frozen=True, slots=True)
class PaperHandedIn(Shown):
    """A paper that was handed in."""

    pk: int
    name: str
    form: str
    size: int
    digest: str
    by: str
    on: date
    replaced: bool


@dataclass(frozen=True, slots=True)
class PaperShown(Shown):
    """A paper that the procedure knows, and what was handed in under it. ``largest`` is in megabytes."""

    paper: str
    title: Message
    required: bool
    accepts: tuple[str, ...]
    largest: int
    filled_in: bool
    personal: bool
    cite: Basis | None
    handed_in: tuple[PaperHandedIn, ...] = ()


@dataclass(frozen=True, slots=True)
class EffectShown(Shown):
    """What a step does to the ledger, and whether it is there yet (``batch``) and everybody is told (``told``)."""

    step: int
    effect: str
    record_id: str
    item: str
    on: str
    batch: int | None
    told: bool


@dataclass(frozen=True, slots=True)
class RemedyShown(Shown):
    """What is open to a subject that was refused. ``procedure`` is the one by which it can be asked for here."""

    remedy: str
    title: Message
    procedure: str | None
    cite: Basis


@dataclass(frozen=True, slots=True)
class CaseView(Shown):
    """A whole case on a day. ``reviews`` is the number of the case whose decision it looks at again;
    ``remedies`` are what the instrument opens to a subject that was refused, and empty for everything else."""

    number: str
    kind: str
    procedure: str
    edition: date
    title: Message
    cite: Basis
    subject_id: str
    subject_name: str
    record_id: str
    item: str
    item_title: Message | None
    topic: str
    source: str
    department: str | None
    department_name: str | None
    state: str
    state_title: Message
    since: date
    opened_on: date
    opened_by: str
    closed_on: date | None
    outcome: str
    said: Mapping[str, Any]
    published: bool
    synthetic: bool
    as_of: date
    steps: tuple[StepShown, ...]
    deadlines: tuple[DeadlineShown, ...]
    papers: tuple[PaperShown, ...]
    effects: tuple[EffectShown, ...]
    reviews: str | None
    remedies: tuple[RemedyShown, ...]

    @property
    def open(self) -> bool:
        """Whether it is still going on."""
        return not self.outcome

    @property
    def next_due(self) -> DeadlineShown | None:
        """The running deadline whose last day comes first; one without a number comes last."""
        running = [deadline for deadline in self.deadlines if deadline.running]
        return min(running, key=lambda one: (one.due_on is None, str(one.due_on)), default=None)

"""Procedures: what people may ask for, who must answer by which day, and what the answer does to the record.

A *flow* is the shape of a procedure (its states and the moves between them); several regimes may share one. A
*procedure* is what an instrument says about it: which records it governs, who may open it, under which conditions, with
which papers, within which terms. A new edition of a rule is a new procedure entry with its own dates, never an edit.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gongxin.law.schema.basics import Citation, Duration, Entry, Expression, Id, InForce, Node, Text, broken


class ProcedureKind(StrEnum):
    """What is asked for."""

    REPAIR = "repair"
    REVOCATION = "revocation"  # of a repair that rests on false papers or a broken promise
    SHIELDING = "shielding"  # of a bankrupt subject's records while a plan or settlement is carried out
    OBJECTION = "objection"
    REVIEW = "review"  # of how an objection was decided, by somebody else
    COMMITMENT = "commitment"
    INTERVIEW = "interview"
    OPINION = "opinion"  # what a subject has to say on its evaluation
    CAMPAIGN = "campaign"


class Actor(StrEnum):
    """Who acts in a procedure, seen from the case."""

    SUBJECT = "subject"  # whom the case is about, or who acts for it
    SOURCE = "source"  # the department that found the fact and handed it in (认定单位)
    SUPERVISOR = "supervisor"  # the department that supervises the subject or the matter
    CREDIT_OFFICE = "credit-office"
    CLOCK = "clock"  # nobody: a term that ran out in silence


class Effect(StrEnum):
    """What a move does to the record or to the subject's file. Each becomes a fact of the ledger."""

    OBJECTION_OPENED = "objection_opened"
    OBJECTION_CLOSED = "objection_closed"
    REPAIRED = "repaired"
    WITHDRAWN = "withdrawn"  # the record should not have been made: it leaves the file
    CORRECTED = "corrected"  # the record stays, with other contents
    REASSIGNED = "reassigned"  # the record belongs to another subject
    SHIELDED = "shielded"  # not shown, shared or counted for the time being
    UNSHIELDED = "unshielded"
    LIST_EXIT = "list_exit"
    REPAIR_REVOKED = "repair_revoked"  # the repair is undone: the record counts again
    RECORD = "record"  # a new record of ``item`` about the subject


#: What every case knows under these names, whatever its moves have said.
CASE_NAMES = frozenset({"case_no", "opened_on", "on", "reason", "department", "source", "citation", "variant"})
#: Names with a meaning of their own: the subject that a record moves to, and the corrections of a record (a mapping of
#: its fields to what they should say).
TO_SUBJECT, CORRECTIONS = "to_subject", "corrections"


class RecordEffect(Node):
    """An effect of a move, on the record that the case is about unless it makes one.

    ``values`` are columns or fields of a record: of the new one of ``item`` (``effect: record``), or those that are put
    right (``effect: corrected``; without ``values`` the case says them under ``corrections``). A value ``{name}`` is
    what the case knows under that name: said by a move (``gives``), one of :data:`CASE_NAMES` (``on`` is the day of
    the move itself, ``citation`` its basis in words,
    ``variant`` that of the procedure), or ``{accept.on}``, the day on which the move ``accept`` was
    last made. The fields that name the subject are filled in by themselves. A record of the same key as an earlier one
    is its next version.

    ``also`` names what the case has said about further records of the same subject (their ids) that the effect reaches
    as well: a check result that falls together with its penalty.
    """

    effect: Effect
    item: Id | None = None
    values: dict[str, str] = Field(default_factory=dict)
    also: Id | None = None
    cite: Annotated[Citation | None, Field(description="where the procedure's own article is not the basis")] = None

    @model_validator(mode="after")
    def _whole(self) -> RecordEffect:
        if (self.effect is Effect.RECORD) != (self.item is not None):
            raise broken(
                "effect-item",
                zh="'effect: record' 须写明 'item'（生成哪一目录事项的记录），其他效果不写",
                en="'effect: record' names the 'item' it makes a record of, and no other effect does",
            )
        if self.values and self.effect not in (Effect.RECORD, Effect.CORRECTED):
            raise broken(
                "effect-values",
                zh=f"效果 {self.effect} 不改变记录内容，不写 'values'",
                en=f"the effect {self.effect} changes nothing in a record: take 'values' out",
            )
        return self


class Move(Node):
    """One way out of a state.

    ``by`` may make it. ``decides`` marks a decision: it needs a reason, and the confirmation of the one who makes it.
    ``answers`` names the deadlines that it meets. ``papers`` must have been handed in by then, ``gives`` are what the
    move has to say (names that the effects may use), ``may_give`` what it can say besides. ``not_by`` keeps out the
    person who handed the record in (``recorder``), opened the case (``opener``), decided the case that is under review
    (``first-decider``) or made the move named (``accept``, say): two pairs of eyes. ``after`` names a
    deadline that must have been met or have run out before the move can be made: nobody is found in breach before he
    could speak, nobody is overruled before he is late. A deadline without a number keeps nobody waiting.

    A move to the state that the case already stands in leaves everything running; it does not enter it anew.
    """

    id: Id
    title: Text
    to: Id
    by: Annotated[tuple[Actor, ...], Field(min_length=1)]
    decides: bool = False
    reason: bool = False
    answers: tuple[Id, ...] = ()
    papers: tuple[Id, ...] = ()
    gives: tuple[Id, ...] = ()
    may_give: tuple[Id, ...] = ()
    not_by: tuple[Id, ...] = ()
    after: Id | None = None
    effects: tuple[RecordEffect, ...] = ()
    note: Text | None = None


#: What came of a case: an application was granted, refused, withdrawn or lapsed; a promise was kept or broken; what
#: nobody had asked for (an interview, a campaign) is done.
Outcome = Literal["granted", "refused", "withdrawn", "lapsed", "kept", "broken", "done"]


class State(Node):
    """Where a case can stand. One without moves is an end, and says what came of the case (``outcome``)."""

    id: Id
    title: Text
    moves: tuple[Move, ...] = ()
    outcome: Outcome | None = None
    deadlines: Annotated[tuple[Id, ...], Field(description="deadlines that run while a case stands here")] = ()

    @model_validator(mode="after")
    def _end_or_way(self) -> State:
        if bool(self.moves) == (self.outcome is not None):
            raise broken(
                "dead-end",
                zh=f"状态 {self.id!r} 没有出路：终止状态须写 'outcome'，其他状态须有 'moves'",
                en=f"nobody can leave the state {self.id!r}: an end says its 'outcome', any other state has 'moves'",
            )
        return self


class FlowDeadline(Node):
    """A deadline of a flow: who must act, and what starts the term. How long it is, the procedure says.

    ``starts`` is a state (the term runs from the day it was entered) or ``opened``. ``silence`` is the move that the
    clock makes once the term is over; without one, silence changes nothing but is told as late. Where ``who`` is the
    ``clock`` nobody has to act: the days only have to pass (a public notice), and nobody is late.
    """

    id: Id
    title: Text
    who: Actor
    starts: Id
    extension: Annotated[Id | None, Field(description="the move that prolongs it, once")] = None
    silence: Id | None = None


class Flow(Entry):
    """The shape of a procedure. The first state is where a case begins."""

    kind: ProcedureKind
    states: Annotated[tuple[State, ...], Field(min_length=2)]
    deadlines: tuple[FlowDeadline, ...] = ()
    note: Text | None = None


class Term(Node):
    """How long a deadline is, and what prolongs it: a span, a dated parameter, the end of the next year, or a day that
    the case itself has ``said`` (papers to be made up by the day agreed).

    ``unset: true`` says that the instrument gives no number: the deadline is shown as having none. An extension is
    counted on from the end of the first term; ``at_most`` (a parameter) is a length that no extension goes beyond,
    counted like the term itself from its start ("20 working days in all"), and is an extension by itself.
    """

    deadline: Id
    span: Duration | None = None
    parameter: Id | None = None
    until: Literal["end-of-next-year"] | None = None
    said: Id | None = None
    unset: bool = False
    extension: Duration | None = None
    extension_parameter: Id | None = None
    at_most: Annotated[Id | None, Field(description="parameter: the whole term, extension included")] = None
    silence_means: Annotated[Text | None, Field(description="what follows in law when nobody answers")] = None
    cite: Citation

    @model_validator(mode="after")
    def _one_length(self) -> Term:
        lengths = (self.span, self.parameter, self.until, self.said)
        if sum(length is not None for length in lengths) + self.unset != 1:
            raise broken(
                "one-term",
                zh="期限须且只须写明一种：span、parameter、until、said 或 unset",
                en="a term is exactly one of span, parameter, until, said and unset",
            )
        prolonged = (self.extension, self.extension_parameter, self.at_most)
        if sum(length is not None for length in prolonged) > 1:
            raise broken(
                "one-extension",
                zh="延长只能写明一种：extension、extension_parameter 或 at_most",
                en="an extension is at most one of extension, extension_parameter and at_most",
            )
        return self

    @property
    def prolongs(self) -> bool:
        """Whether the instrument lets the term be prolonged."""
        return self.extension is not None or self.extension_parameter is not None or self.at_most is not None


class Paper(Node):
    """A paper that may be handed in. ``filled_in`` ones the platform can make itself from what it knows (a commitment
    letter, say, that the applicant signs on the page). ``personal`` ones tell about a natural person (an identity
    document): nobody is asked for one unless an instrument asks for it, and ``cite`` says which.
    """

    id: Id
    title: Text
    required: bool = True
    when: Annotated[Expression | None, Field(description="condition over the record under which it is required")] = None
    accepts: tuple[Literal["pdf", "jpg", "png", "docx", "ofd"], ...] = ("pdf", "jpg", "png")
    largest: Annotated[int, Field(gt=0, le=50, description="megabytes")] = 10
    filled_in: bool = False
    personal: bool = False
    cite: Citation | None = None


class Check(StrEnum):
    """What a machine can check of an application. Each has one implementation in ``gongxin.casework.conditions``."""

    MINIMUM_PERIOD = "minimum-period"  # the minimum period of the record's publicity class is over; or ``span`` (or
    # ``parameter``) has run since ``since`` where one is given
    REPAIRABLE_CLASS = "repairable-class"  # its class can be repaired at all (the full-three-year class cannot)
    STILL_STANDING = "still-standing"  # the record is on file, not repaired, not expired
    WAS_REPAIRED = "was-repaired"  # the record is on file and was repaired
    NOT_TWICE = "not-twice"  # no case of this procedure (whatever its edition) was granted to the subject within
    # ``span`` before, or in the same calendar year (``each``)
    NO_NEW_OF_KIND = "no-new-of-kind"  # no newer record of the same item and kind since this one
    NOT_ON_LIST = "not-on-list"  # no record of ``items`` counts against the subject
    NO_BAR = "no-bar"  # no repair was revoked for false papers within ``span`` (or parameter) before
    APPLY_BY = "apply-by"  # not after ``span`` (or ``until``) since ``since``
    ON_LIST = "on-list"  # a record of ``items`` counts against the subject (whom a campaign is for)
    GRADE = "grade"  # the subject's latest record of ``items`` (for which ``when`` holds, if given) that counts has one
    # of ``grades`` as its ``level``
    RECORD = "record"  # ``when`` holds of the record
    DECIDED_BEFORE = "decided-before"  # a case of the kind ``of`` about the record was decided, either way
    DECLARED = "declared"  # no machine can see it: the applicant declares it in applying, whoever decides examines it


class Condition(Node):
    """A condition of opening a case. What it needs is told by its check; what is missing is refused at loading."""

    id: Id
    title: Text
    check: Check
    span: Duration | None = None
    parameter: Id | None = None
    until: Literal["end-of-next-year"] | None = None
    since: Literal["occurred_on", "determined_on", "published_on", "effective_from"] | None = None
    items: tuple[Id, ...] = ()
    grades: tuple[str, ...] = ()
    each: Literal["calendar-year"] | None = None
    of: Annotated[ProcedureKind | None, Field(description="kind of the earlier case that the check asks about")] = None
    when: Expression | None = None
    cite: Citation


class RemedyKind(StrEnum):
    """What is open to a subject whose application was refused."""

    REVIEW = "review"  # 复核: by another body of the same branch, as the instrument itself arranges
    RECONSIDERATION = "reconsideration"  # 行政复议
    SUIT = "suit"  # 行政诉讼


class Remedy(Node):
    """What an instrument opens to a subject that was refused; told with every refusal. ``procedure`` is the one by
    which a review runs on the platform; the others run elsewhere."""

    remedy: RemedyKind
    procedure: Id | None = None
    cite: Citation

    @model_validator(mode="after")
    def _here_or_elsewhere(self) -> Remedy:
        if self.procedure is not None and self.remedy is not RemedyKind.REVIEW:
            raise broken(
                "remedy-elsewhere",
                zh=f"{self.remedy} 不在本平台办理，不写 'procedure'",
                en=f"{self.remedy} does not run on the platform: take 'procedure' out",
            )
        return self


class Procedure(Entry):
    """One regime of a procedure.

    ``items`` and ``when`` say which records it governs (none: cases are about a subject, not a record), ``rule_sets``
    narrows them to records under these publicity rule sets. ``edition_by`` tells which day chooses among editions: that
    of the ``record`` (its determination) or that of the ``opening``. It holds where its pack applies. Of several of one
    kind the highest ``precedence`` wins; those of another ``variant`` are something else to ask for (a promise in place
    of a certificate beside one of one's own accord) and stand beside it.
    """

    kind: ProcedureKind
    variant: Id | None = None
    flow: Id
    in_force: InForce
    items: tuple[Id, ...] = ()
    when: Expression | None = None
    rule_sets: tuple[Id, ...] = ()
    edition_by: Literal["record", "opening"] = "opening"
    precedence: int = 0
    opens: Annotated[tuple[Actor, ...], Field(min_length=1)]
    papers: tuple[Paper, ...] = ()
    conditions: tuple[Condition, ...] = ()
    terms: tuple[Term, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    told: Annotated[bool, Field(description="whether all who received the record are told of the outcome")] = True
    published: Annotated[bool, Field(description="whether the case itself is public (a commitment is)")] = False
    cite: Citation
    note: Text | None = None


class ProcedureFile(Node):
    """A file under ``procedures/``."""

    flows: tuple[Flow, ...] = ()
    procedures: tuple[Procedure, ...] = ()

    @model_validator(mode="after")
    def _something(self) -> ProcedureFile:
        if not self.flows and not self.procedures:
            raise broken(
                "empty-file",
                zh="文件中没有 'flows'，也没有 'procedures'",
                en="the file has neither 'flows' nor 'procedures'",
            )
        return self

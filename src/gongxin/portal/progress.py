"""What of a case may be seen by anybody: where it stands, what happened when, who must act by which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import NotFound
from gongxin.law.schema.procedure import Actor
from gongxin.pages import conclusions
from gongxin.pages.status import Tone, tone_of
from gongxin.pages.words import ACTORS

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import _StrPromise

    from gongxin.casework.models import Case
    from gongxin.casework.view_parts import Basis, CaseView, DeadlineShown, RemedyShown
    from gongxin.errors import Message


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step: when, what, and in which capacity somebody took it; not who, and not why."""

    on: date
    title: Message
    detail: _StrPromise
    tone: Tone


@dataclass(frozen=True, slots=True)
class Progress:
    """A case without whatever tells whose it is or what was said in it."""

    number: str
    title: Message
    cite: Basis
    item: Message | None
    department: str | None
    state: Message
    since: date
    opened_on: date
    closed_on: date | None
    outcome: str
    synthetic: bool
    steps: tuple[StepSeen, ...]
    deadlines: tuple[DeadlineShown, ...]
    remedies: tuple[RemedyShown, ...]


def case_numbered(number: str) -> Case:
    """The case of that number. Error: ``no-such-case``, in words for somebody at a page."""
    try:
        return conclusions.casework().find(number)
    except NotFound as error:
        raise NotFound(
            error.rule,
            zh=f"没有编号为 {number} 的案件；编号在提交申请时给出，请核对后重新输入。",
            en=f"There is no case with the number {number}. You were given it when you applied: check it, try again.",
        ) from error


def progress_of(view: CaseView) -> Progress:
    """The public part of a case."""
    last = len(view.steps) - 1
    return Progress(
        number=view.number,
        title=view.title,
        cite=view.cite,
        item=view.item_title,
        department=view.department_name,
        state=view.state_title,
        since=view.since,
        opened_on=view.opened_on,
        closed_on=view.closed_on,
        outcome=view.outcome,
        synthetic=view.synthetic,
        steps=tuple(
            StepSeen(step.on, step.title, ACTORS[Actor(step.actor)], tone_of(view.outcome if place == last else None))
            for place, step in enumerate(view.steps)
        ),
        deadlines=tuple(of for of in view.deadlines if of.dropped_on is None),
        remedies=view.remedies,
    )

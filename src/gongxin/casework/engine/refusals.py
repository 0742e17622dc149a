"""Why a move cannot be made: one refusal for each reason, with what helps.

The words call moves and deadlines what the procedure calls them; ``where`` is the id of the move, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message, UsageError
from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from gongxin.law.schema.basics import Text
    from gongxin.law.schema.procedure import Move


class NotPossible(UsageError):
    """A move that cannot be made in this situation, by this person, with what was given."""


def unknown_move(move: str, there: Iterable[str]) -> NotPossible:
    """The state has no such move."""
    listed = ", ".join(there)
    return NotPossible(
        "no-such-move",
        zh=f"此状态下没有 {move!r} 这一步；" + (f"现在可以做的是：{listed}。" if listed else "案件已经办结。"),
        en=f"There is no {move!r} from here; "
        + (f"what can be done now: {listed}." if listed else "the case is closed."),
        where=move,
    )


_ACTORS = {
    Actor.SUBJECT: Message(zh="信用主体", en="the subject"),
    Actor.SOURCE: Message(zh="认定单位", en="the department that made the finding"),
    Actor.SUPERVISOR: Message(zh="监管部门", en="the supervising department"),
    Actor.CREDIT_OFFICE: Message(zh="信用主管部门", en="the credit office"),
    Actor.CLOCK: Message(zh="期限届满", en="the end of the term"),
}


def any_of(actors: Iterable[Actor]) -> Message:
    """Those who may act, in words."""
    called = [_ACTORS[actor] for actor in actors]
    return Message(zh="或者".join(one.zh for one in called), en=" or ".join(one.en for one in called))


def not_yours(move: Move, whose: Iterable[Actor]) -> NotPossible:
    """The move is somebody else's to make."""
    them = any_of(whose)
    return NotPossible(
        "not-your-move",
        zh=f"“{move.title.zh}”由{them.zh}办理，当前账户不在其列；请转交其办理。",
        en=f"'{move.title.en}' is for {them.en} to do, and this account is not theirs here; hand it on to them.",
        where=move.id,
    )


def same_person(move: Move, as_what: str) -> NotPossible:
    """Two pairs of eyes: who did the one may not do the other."""
    zh, en = _DID_ZH.get(as_what, f"办理 {as_what} 的人"), _DID_EN.get(as_what, f"made {as_what!r}")
    return NotPossible(
        "same-person",
        zh=f"“{move.title.zh}”须由另一人办理：办理人不得是{zh}；请由同事办理。",
        en=f"'{move.title.en}' needs another person: whoever {en} may not do it; have a colleague do so.",
        where=move.id,
    )


_DID_ZH = {"recorder": "报送该记录的人", "opener": "提起本案的人", "first-decider": "作出原处理决定的人"}
_DID_EN = {"recorder": "handed in the record", "opener": "opened the case", "first-decider": "decided first"}


def papers_missing(move: Move, missing: Mapping[str, Text]) -> NotPossible:
    """Papers have to be handed in first: ``missing`` has their titles by id. ``where`` lists the ids after the move's,
    for they are what a paper is handed in under."""
    zh = "、".join(f"《{title.zh}》" for title in missing.values())
    en = ", ".join(f"'{title.en}'" for title in missing.values())
    return NotPossible(
        "papers-missing",
        zh=f"办理“{move.title.zh}”前须先提交材料：{zh}。",
        en=f"Before '{move.title.en}' these papers have to be handed in: {en}.",
        where=f"{move.id} ({', '.join(missing)})",
    )


def reason_missing(move: Move) -> NotPossible:
    """A decision without a reason is none."""
    return NotPossible(
        "reason-missing",
        zh=f"“{move.title.zh}”须说明理由。",
        en=f"'{move.title.en}' needs a reason: say why.",
        where=move.id,
    )


def not_said(move: Move, missing: Iterable[str]) -> NotPossible:
    """The move has to say something it does not say."""
    listed = ", ".join(missing)
    return NotPossible(
        "not-said",
        zh=f"“{move.title.zh}”还须写明：{listed}。",
        en=f"'{move.title.en}' has to say: {listed}.",
        where=move.id,
    )


def cannot_prolong(move: Move, deadline: Text) -> NotPossible:
    """The procedure knows no prolongation, or the one there is has been used."""
    return NotPossible(
        "cannot-extend",
        zh=f"“{deadline.zh}”的期限不能（再）延长；请在期限内办理。",
        en=f"The term '{deadline.en}' cannot be prolonged (again); act within it.",
        where=move.id,
    )


def prolonged_too_late(move: Move, due_on: date) -> NotPossible:
    """A prolongation is told before the term is over, not after."""
    return NotPossible(
        "extension-too-late",
        zh=f"延长期限须在原期限届满前告知，原期限已于 {due_on} 届满；请尽快办理，逾期将予标明。",
        en=f"A prolongation is told before the term is over, which was on {due_on}; decide soon, it shows as late.",
        where=move.id,
    )


def too_soon(move: Move, deadline: Text, due_on: date | None) -> NotPossible:
    """Somebody is still to be heard."""
    zh = f"，即 {due_on} 之后" if due_on else ""
    en = f", that is after {due_on}" if due_on else ""
    return NotPossible(
        "too-soon",
        zh=f"“{move.title.zh}”须待“{deadline.zh}”完成或期限届满后办理{zh}。",
        en=f"'{move.title.en}' has to wait until the term '{deadline.en}' was answered or has run out{en}.",
        where=move.id,
    )


def before_the_last(move: Move, since: date) -> NotPossible:
    """Days in a case go forwards only."""
    return NotPossible(
        "before-the-last-move",
        zh=f"本案上一步办理于 {since}，“{move.title.zh}”不能早于该日。",
        en=f"The last move of the case was made on {since}; '{move.title.en}' cannot be made before that day.",
        where=move.id,
    )

"""Why a move cannot be made: one refusal for each reason, with what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


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


def not_yours(move: str, whose: Iterable[str]) -> NotPossible:
    """The move is somebody else's to make."""
    listed = ", ".join(whose)
    return NotPossible(
        "not-your-move",
        zh=f"{move!r} 这一步由 {listed} 办理，当前账户不在其列；请转交其办理。",
        en=f"{move!r} is for {listed} to make, and this account is none of them here; hand it on to them.",
        where=move,
    )


def same_person(move: str, as_what: str) -> NotPossible:
    """Two pairs of eyes: who did the one may not do the other."""
    return NotPossible(
        "same-person",
        zh=f"{move!r} 须由另一人办理：办理人不得是 {_DID_ZH.get(as_what, f'办理 {as_what} 的人')}；请由同事办理。",
        en=f"{move!r} needs another person: whoever {_DID_EN.get(as_what, f'made {as_what!r}')} may not make it; "
        "have a colleague do so.",
        where=move,
    )


_DID_ZH = {"recorder": "报送该记录的人", "opener": "提起本案的人", "first-decider": "作出原处理决定的人"}
_DID_EN = {"recorder": "handed in the record", "opener": "opened the case", "first-decider": "decided first"}


def papers_missing(move: str, missing: Iterable[str]) -> NotPossible:
    """Papers have to be handed in first."""
    listed = ", ".join(missing)
    return NotPossible(
        "papers-missing",
        zh=f"办理 {move!r} 前须先提交材料：{listed}。",
        en=f"Before {move!r} these papers have to be handed in: {listed}.",
        where=move,
    )


def reason_missing(move: str) -> NotPossible:
    """A decision without a reason is none."""
    return NotPossible(
        "reason-missing",
        zh=f"{move!r} 须说明理由。",
        en=f"{move!r} needs a reason: say why.",
        where=move,
    )


def not_said(move: str, missing: Iterable[str]) -> NotPossible:
    """The move has to say something it does not say."""
    listed = ", ".join(missing)
    return NotPossible(
        "not-said",
        zh=f"{move!r} 还须写明：{listed}。",
        en=f"{move!r} has to say: {listed}.",
        where=move,
    )


def cannot_prolong(move: str, deadline: str) -> NotPossible:
    """The procedure knows no prolongation, or the one there is has been used."""
    return NotPossible(
        "cannot-extend",
        zh=f"期限 {deadline!r} 不能（再）延长；请在期限内办理。",
        en=f"The term {deadline!r} cannot be prolonged (again); act within it.",
        where=move,
    )


def prolonged_too_late(move: str, due_on: date) -> NotPossible:
    """A prolongation is told before the term is over, not after."""
    return NotPossible(
        "extension-too-late",
        zh=f"延长期限须在原期限届满前告知，原期限已于 {due_on} 届满；请尽快办理，逾期将予标明。",
        en=f"A prolongation is told before the term is over, which was on {due_on}; decide soon, it shows as late.",
        where=move,
    )


def too_soon(move: str, deadline: str, due_on: date | None) -> NotPossible:
    """Somebody is still to be heard."""
    zh = f"，即 {due_on} 之后" if due_on else ""
    en = f", that is after {due_on}" if due_on else ""
    return NotPossible(
        "too-soon",
        zh=f"{move!r} 须待 {deadline!r} 完成或期限届满后办理{zh}。",
        en=f"{move!r} has to wait until {deadline!r} was answered or has run out{en}.",
        where=move,
    )


def before_the_last(move: str, since: date) -> NotPossible:
    """Days in a case go forwards only."""
    return NotPossible(
        "before-the-last-move",
        zh=f"本案上一步办理于 {since}，{move!r} 不能早于该日。",
        en=f"The last move of the case was made on {since}; {move!r} cannot be made before that day.",
        where=move,
    )

"""Why a record stands as it does on a day: the reasons, in the order in which they are asked, and their sentences."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.errors import Message

if TYPE_CHECKING:
    from datetime import date


class Reason(StrEnum):
    """The first of these that applies decides; the order is part of the definition."""

    WITHDRAWN = "withdrawn"
    NOT_YET_MADE = "not-yet-made"
    NO_PENALTY = "no-penalty"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    REPAIRED = "repaired"
    SHIELDED = "shielded"
    NO_RULE = "no-rule"
    NO_TERM = "no-term"
    NOT_YET_BEGUN = "not-yet-begun"
    DELISTED = "delisted"
    EXPIRED = "expired"
    NOT_PUBLISHED = "not-published"
    OPEN_ENDED = "open-ended"
    IN_PERIOD = "in-period"

    @property
    def number(self) -> int:
        """Its place in the order, from 1: what the compiled SQL carries instead of the word."""
        return list(Reason).index(self) + 1


_SENTENCES: dict[Reason, Message] = {
    Reason.WITHDRAWN: Message(
        zh="作出机关已撤回该记录，各处均不再使用。",
        en="The authority has withdrawn the record; it is used nowhere any more.",
    ),
    Reason.NOT_YET_MADE: Message(
        zh="截至该日，记录所载的决定尚未作出。",
        en="On that day the decision on record had not yet been made.",
    ),
    Reason.NO_PENALTY: Message(
        zh="该决定为不予处罚，不属于处罚记录，不公示、不共享、不计入评价。",
        en="The decision was not to punish; it is no penalty record, and is neither shown, shared nor counted.",
    ),
    Reason.CONSENT_WITHDRAWN: Message(
        zh="本人已撤回同意，记录自撤回之日起停止使用。",
        en="The person has withdrawn consent; the record has not been used since.",
    ),
    Reason.REPAIRED: Message(
        zh="已完成信用修复，公示、共享和使用同时终止；效力截至 {ends_on}。",
        en="Credit has been repaired: display, sharing and use ended together; the last day was {ends_on}.",
    ),
    Reason.SHIELDED: Message(
        zh="记录依法暂时屏蔽（如重整、和解期间），屏蔽解除后恢复。",
        en="The record is hidden for the time being by law, as during a reorganisation; it returns if that fails.",
    ),
    Reason.NO_RULE: Message(
        zh="没有适用的公示规则，或缺少确定规则所需的日期，因此不公示、不共享、不计入评价。",
        en="No publicity rules apply, or the date that would choose them is missing: not shown, shared or counted.",
    ),
    Reason.NO_TERM: Message(
        zh="该类记录没有期限规定，持续有效。",
        en="No term is set for records of this kind; it stands.",
    ),
    Reason.NOT_YET_BEGUN: Message(
        zh="公示期自 {starts_on} 开始，尚未起算。",
        en="The period starts on {starts_on} and has not begun.",
    ),
    Reason.DELISTED: Message(
        zh="已移出名录，列入效力截至 {ends_on}。",
        en="Removed from the list; the last day on it was {ends_on}.",
    ),
    Reason.EXPIRED: Message(
        zh="期限已于 {ends_on} 届满，次日起自动终止。",
        en="The period ran out on {ends_on} and ended by itself the day after.",
    ),
    Reason.NOT_PUBLISHED: Message(
        zh="按规定该类别不予公示。",
        en="Records of this class are not published.",
    ),
    Reason.OPEN_ENDED: Message(
        zh="自 {starts_on} 起有效，没有截止日期。",
        en="In effect since {starts_on}, with no end date.",
    ),
    Reason.IN_PERIOD: Message(
        zh="在期限内，自 {starts_on} 至 {ends_on}（含当日）。",
        en="Within its period, from {starts_on} to {ends_on}, both included.",
    ),
}


def sentence(reason: Reason, *, starts_on: date | None, ends_on: date | None) -> Message:
    """The reason as one sentence in both languages, with its dates."""
    template = _SENTENCES[reason]
    dates = {"starts_on": starts_on or "—", "ends_on": ends_on or "—"}
    return Message(zh=template.zh.format(**dates), en=template.en.format(**dates))

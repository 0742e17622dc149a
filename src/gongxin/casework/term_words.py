"""A term in words of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message

if TYPE_CHECKING:
    from gongxin.law.procedures import ResolvedTerm


def term_in_words(term: ResolvedTerm) -> Message:
    """How long the term is, and what prolongs it: ``7 working days, and 10 working days more``."""
    zh, en = _length(term)
    if term.at_most is not None:
        return Message(f"{zh}，延长后总计不超过 {term.at_most.zh}", f"{en}, prolonged to {term.at_most} in all at most")
    if term.extension is not None:
        return Message(f"{zh}，可延长 {term.extension.zh}", f"{en}, and {term.extension} more if prolonged")
    return Message(zh, en)


def _length(term: ResolvedTerm) -> tuple[str, str]:
    if term.length is not None:
        return term.length.zh, str(term.length)
    if term.end_of_next_year:
        return "次年年底前", "by the end of the next year"
    if term.said is not None:
        return "案中约定之日", "by the day agreed on in the case"
    return "文件未载明天数", "no number of days was read"

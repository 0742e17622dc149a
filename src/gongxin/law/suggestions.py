"""What a writer may have meant: the known word nearest to an unknown one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gongxin.errors import Message

if TYPE_CHECKING:
    from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """The cure for an unknown word, as the tail of a sentence in both languages.

    Names the nearest known word where one is near, all of them where they are few, and nothing otherwise.
    """
    choices = sorted(set(known))
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return Message(zh=f"是否应为 {near[0]!r}？", en=f"did you mean {near[0]!r}?")
    if not choices:
        return Message(zh="此处没有可用的名称。", en="there is none to choose from here.")
    if len(choices) <= 12:
        listed = ", ".join(choices)
        return Message(zh=f"可用的有：{listed}。", en=f"known are: {listed}.")
    return Message(zh="请核对拼写。", en="check the spelling.")

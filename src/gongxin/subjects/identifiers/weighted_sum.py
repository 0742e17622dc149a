"""The arithmetic that most check characters share: values of characters, times weights, added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def weighted_sum(text: str, alphabet: str, weights: Sequence[int]) -> int:
    """The sum of each character's place in ``alphabet`` times its weight, over the first ``len(weights)`` characters.

    Raises ValueError if one of them is not in the alphabet.
    """
    return sum(alphabet.index(character) * weight for character, weight in zip(text, weights, strict=False))


def weighted_sum_sql(column: str, alphabet: str, weights: Sequence[int]) -> str:
    """:func:`weighted_sum` as a DuckDB expression of whole numbers.

    For a text with other characters, or a shorter one, the value is meaningless but never an error: ask for the form
    of the text beside it.
    """
    terms = [f"instr('{alphabet}', {column}[{place}]) * {weight}" for place, weight in enumerate(weights, start=1)]
    # instr counts from 1, the values of characters from 0: one subtraction puts all of them right.
    return f"({' + '.join(terms)} - {sum(weights)})"

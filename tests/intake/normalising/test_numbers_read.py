"""Numbers and whole numbers, exact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.intake.normalising.conftest import Normalised

    Normalise = Callable[..., list[Normalised]]

quickly = settings(max_examples=25, deadline=None)


@quickly
@given(st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=1, max_size=30))
def test_a_number_keeps_every_digit(normalise: Normalise, numbers: list[Decimal]) -> None:
    texts = [format(number, "f") for number in numbers]
    for number, result in zip(numbers, normalise(texts, "number"), strict=True):
        assert (result.value, result.note, result.problem) == (number, None, None)
        assert result.text is not None
        assert Decimal(result.text) == number


@quickly
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=30))
def test_a_whole_number_keeps_every_digit(normalise: Normalise, numbers: list[int]) -> None:
    for number, result in zip(numbers, normalise([str(n) for n in numbers], "integer"), strict=True):
        assert (result.value, result.text, result.note) == (number, str(number), None)


@pytest.mark.parametrize(
    ("text", "value", "kept", "note"),
    [
        ("96", "96", "96", None),
        ("96.0", "96", "96", None),
        ("1,234.5", "1234.5", "1234.5", "number-spelling"),
        ("+3", "3", "3", "number-spelling"),
        (".5", "0.5", "0.5", "number-spelling"),
        ("９６．５", "96.5", "96.5", "full-width"),
        ("0.12345678", "0.123457", "0.12345678", "rounded"),
    ],
)
def test_spellings_of_a_number(normalise: Normalise, text: str, value: str, kept: str, note: str | None) -> None:
    (result,) = normalise([text], "number")
    assert (result.value, result.text, result.note, result.problem) == (Decimal(value), kept, note, None)


@pytest.mark.parametrize("text", ["12a", "1e3", "1,23", "九十六", "Infinity", "1.2.3", "+", "9" * 40])
def test_what_is_no_number_is_refused(normalise: Normalise, text: str) -> None:
    (result,) = normalise([text], "number")
    assert (result.value, result.text, result.problem) == (None, text, "not-a-number")


@pytest.mark.parametrize(("text", "value"), [("3.0", 3), ("1,000", 1000), ("３", 3)])
def test_spellings_of_a_whole_number(normalise: Normalise, text: str, value: int) -> None:
    (result,) = normalise([text], "integer")
    assert (result.value, result.problem) == (value, None)


@pytest.mark.parametrize("text", ["3.5", "three", "9223372036854775808"])
def test_what_is_no_whole_number_is_refused(normalise: Normalise, text: str) -> None:
    (result,) = normalise([text], "integer")
    assert (result.value, result.problem) == (None, "not-a-whole-number")

"""Sums of money: exact, in yuan, whatever unit they were handed in with; against a plain Python oracle."""

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
wan = st.decimals(0, Decimal(99999999), places=6, allow_nan=False, allow_infinity=False)
whole = st.integers(0, 10**12 - 1)

UNITS = {"yuan": Decimal(1), "wan_yuan": Decimal(10_000)}


def plain(number: Decimal) -> str:
    """The shortest text of a number."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@quickly
@given(st.lists(wan, min_size=1, max_size=30), st.sampled_from(sorted(UNITS)))
def test_a_plain_number_is_in_the_unit_of_its_field_and_keeps_every_digit(
    normalise: Normalise, numbers: list[Decimal], unit: str
) -> None:
    for number, result in zip(numbers, normalise([str(n) for n in numbers], "amount", unit=unit), strict=True):
        exact = number * UNITS[unit]
        assert result.value == exact.quantize(Decimal("0.01"), "ROUND_HALF_UP")
        assert result.text == plain(number)
        assert result.note == (None if result.value == exact else "rounded")


SPELLINGS: dict[str, Callable[[Decimal], str]] = {
    "separators": lambda yuan: f"{yuan:,}",
    "sign behind": lambda yuan: f"{yuan}元",
    "sign behind, whole": lambda yuan: f"{yuan:,} 元整",
    "currency before": lambda yuan: f"人民币{yuan}元",
    "fine of": lambda yuan: f"罚款人民币{yuan}元。",
    "symbol": lambda yuan: f"￥{yuan}元",
    "in wan": lambda yuan: f"{plain(yuan / 10_000)}万元",
    "in wan, short": lambda yuan: f"{plain(yuan / 10_000)}万",
    "in yi": lambda yuan: f"{plain(yuan / 100_000_000)}亿元",
    "full width": lambda yuan: f"{yuan}元".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    "twice": lambda yuan: f"{yuan}元（{plain(yuan / 10_000)}万元）",
}


@quickly
@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**9).map(Decimal), st.sampled_from([name for name in SPELLINGS if name != "separators"])
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(sorted(UNITS)),
)
def test_a_cell_that_names_its_unit_is_read_in_that_unit(
    normalise: Normalise, spelled: list[tuple[Decimal, str]], unit: str
) -> None:
    texts = [SPELLINGS[spelling](yuan) for yuan, spelling in spelled]
    for (yuan, _), text, result in zip(spelled, texts, normalise(texts, "amount", unit=unit), strict=True):
        assert (result.value, result.problem) == (yuan, None), text
        assert result.text == plain(yuan / UNITS[unit]), text
        assert result.note in ("unit-in-cell", "amount-spelling", "full-width"), text


DIGITS = "零壹贰叁肆伍陆柒捌玖"
SMALL_DIGITS = "零一二三四五六七八九"


def section(number: int, digits: str, marks: str) -> str:
    """A number below 10,000 in Chinese numerals."""
    text, gap = "", False
    for unit, mark in ((1000, marks[2]), (100, marks[1]), (10, marks[0]), (1, "")):
        digit = number // unit % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + mark
            gap = False
        else:
            gap = True
    return text


def in_words(number: int, *, formal: bool) -> str:
    """A whole number of yuan in Chinese numerals, as banks write it."""
    digits, marks = (DIGITS, "拾佰仟") if formal else (SMALL_DIGITS, "十百千")
    text = ""
    for unit, mark in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // unit % 10**4
        if part:
            gap = bool(text) and part < 1000
            text += (digits[0] if gap else "") + section(part, digits, marks) + mark
    return (text or digits[0]) + "元"


@quickly
@given(st.lists(st.tuples(whole, st.booleans(), st.integers(0, 99)), min_size=1, max_size=30))
def test_a_sum_written_out_is_read(normalise: Normalise, sums: list[tuple[int, bool, int]]) -> None:
    texts = []
    for yuan, formal, cents in sums:
        digits = DIGITS if formal else SMALL_DIGITS
        tail = (digits[cents // 10] + "角" if cents >= 10 else "") + (digits[cents % 10] + "分" if cents % 10 else "")
        texts.append(in_words(yuan, formal=formal) + (tail or "整"))
    for (yuan, _, cents), text, result in zip(sums, texts, normalise(texts, "amount", unit="yuan"), strict=True):
        assert result.value == Decimal(yuan) + Decimal(cents) / 100, text


@pytest.mark.parametrize(
    ("text", "yuan", "kept", "note"),
    [
        ("0", "0", "0", None),
        ("0.5", "5000", "0.5", None),
        ("0.50", "5000", "0.5", None),
        ("007", "70000", "7", None),
        ("1,234.5", "12345000", "1234.5", "amount-spelling"),
        ("5万元", "50000", "5", "amount-spelling"),
        ("5000元", "5000", "0.5", "unit-in-cell"),
        ("2千元", "2000", "0.2", "unit-in-cell"),
        ("零元", "0", "0", "unit-in-cell"),
        ("罚款人民币零元(0元)", "0", "0", "unit-in-cell"),
        ("伍万元整", "50000", "5", "amount-spelling"),
        ("十万元", "100000", "10", "amount-spelling"),
        ("拾贰元整", "12", "0.0012", "unit-in-cell"),
        ("伍万元整（50000元）", "50000", "5", "unit-in-cell"),
        ("１．５", "15000", "1.5", "full-width"),
        ("0.1234567", "1234.57", "0.1234567", "rounded"),
    ],
)
def test_spellings_met_in_a_field_kept_in_wan_yuan(
    normalise: Normalise, text: str, yuan: str, kept: str, note: str | None
) -> None:
    (result,) = normalise([text], "amount", unit="wan_yuan")
    assert (result.value, result.text, result.note, result.problem) == (Decimal(yuan), kept, note, None)


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "五",
        "1,23",
        "1 2",
        "1e3",
        "五六万元",
        "三千五元",
        "伍万元整（40000元）",
        "5万3千元",
        "5美元",
        "0.5%",
        "见决定书",
        "99999999999999999999",
        "NaN",
    ],
)
def test_what_is_no_sum_or_could_be_two_is_refused(normalise: Normalise, text: str) -> None:
    (result,) = normalise([text], "amount", unit="wan_yuan")
    assert result.value is None
    assert (result.problem, result.text) == ("not-an-amount", text) or result.note == "empty-marker"


@quickly
@given(st.lists(st.text("0123456789.,-+元万亿零壹拾（）() ", max_size=12), min_size=1, max_size=40))
def test_no_text_at_all_is_an_error(normalise: Normalise, texts: list[str]) -> None:
    texts = [text.strip() for text in texts]
    for result in normalise(texts, "amount", unit="wan_yuan"):
        assert (result.value is None) != (result.problem is None) or result.text is None

"""Values of code lists, numbers met in texts, and identifiers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.normalising.conftest import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.intake.normalising.conftest import Normalised

    Normalise = Callable[..., list[Normalised]]

quickly = settings(max_examples=25, deadline=None)

SPELLED = {
    spelling: value.code
    for value in KINDS.values
    for spelling in (value.code, value.title.zh, value.title.en, *value.aliases)
}


@pytest.mark.parametrize("spelling", SPELLED)
def test_a_value_is_known_by_code_title_or_alias(normalise: Normalise, spelling: str) -> None:
    (result,) = normalise([spelling], "code", values="test.kind")
    assert (result.value, result.text, result.note) == (SPELLED[spelling], SPELLED[spelling], None)


@pytest.mark.parametrize(
    ("text", "code"),
    [("WARNING", "warning"), ("０１", "warning"), ("警 告", "warning"), ("a类罚款", "fine"), ("fINE", "fine")],
)
def test_a_value_in_another_case_or_width_is_known_with_a_note(normalise: Normalise, text: str, code: str) -> None:
    (result,) = normalise([text], "code", values="test.kind")
    assert (result.value, result.note) == (code, "code-spelling")


def test_a_value_that_is_in_no_list_keeps_its_text_for_the_rules_to_judge(normalise: Normalise) -> None:
    (result,) = normalise(["口头批评"], "code", values="test.kind")
    assert (result.value, result.text, result.note, result.problem) == ("口头批评", "口头批评", None, None)


def oracle(text: str) -> list[str]:
    """The codes in a cell, each once, in order."""
    folded = {"".join(spelling.upper().split()): code for spelling, code in SPELLED.items()}
    for joiner in KINDS.joiners:
        text = text.replace(joiner, ";")
    parts = [part.strip() for part in text.split(";") if part.strip()]
    keys = ["".join(unicodedata.normalize("NFKC", part).upper().split()) for part in parts]
    return sorted({folded.get(key, part) for key, part in zip(keys, parts, strict=True)})


cells = st.lists(
    st.tuples(
        st.sampled_from([*(s for s in SPELLED if "、" not in s), "拘留", "ｆｉｎｅ"]), st.sampled_from(KINDS.joiners)
    ),
    min_size=1,
    max_size=5,
)


@quickly
@given(st.lists(cells, min_size=1, max_size=20))
def test_joined_values_become_a_set_whatever_joins_them(
    normalise: Normalise, joined: list[list[tuple[str, str]]]
) -> None:
    texts = ["".join(part + joiner for part, joiner in cell)[:-1] for cell in joined]
    for cell, text, result in zip(joined, texts, normalise(texts, "codes", values="test.kind"), strict=True):
        assert result.value == oracle(text), text
        assert result.text == ";".join(result.value)
        repeats = len(cell) > len(result.value)
        assert result.note == ("repeated-values" if repeats else result.note)
        assert result.note in (None, "code-spelling", "repeated-values")


def test_a_kind_repeated_is_one_kind(normalise: Normalise) -> None:
    (result,) = normalise(["警告&警告&警告"], "codes", values="test.kind")
    assert (result.value, result.note) == (["warning"], "repeated-values")


def test_a_title_with_a_joiner_in_it_is_one_value(normalise: Normalise) -> None:
    (result,) = normalise(["暂扣许可证、降低资质等级"], "codes", values="test.kind")
    assert (result.value, result.note) == (["ban"], None)


def test_the_order_in_which_values_were_listed_makes_no_other_content(normalise: Normalise) -> None:
    first, second = normalise(["罚款;警告", "警告；罚款"], "codes", values="test.kind")
    assert first.text == second.text == "fine;warning"


@pytest.mark.parametrize(
    ("text", "numbers", "note"),
    [
        ("32. FLOORS REPAIRED | 33. UTENSILS CLEAN | 32. FLOORS", ["32", "33"], None),
        ("34", ["34"], None),
        ("none found", [], "no-number-met"),
    ],
)
def test_numbers_are_met_in_a_text(normalise: Normalise, text: str, numbers: list[str], note: str | None) -> None:
    (result,) = normalise([text], "numbers", extract=r"(\d{1,2})(?:\.|$)")
    assert (result.value, result.text, result.note) == (numbers, ";".join(numbers), note)


@pytest.mark.parametrize(
    ("kind", "text", "value", "note"),
    [
        ("uscc", "91990101MA00000002", "91990101MA00000002", None),
        ("uscc", "91990101ma00000002", "91990101MA00000002", "code-spelling"),
        ("uscc", "９１９９０１０１ＭＡ００００００02", "91990101MA00000002", "code-spelling"),
        ("uscc", "91990101 MA00 0000 02", "91990101MA00000002", "code-spelling"),
        ("org_code", "12345678X", "12345678X", None),
        ("org_code", "12345678-X", "12345678X", None),
        ("org_code", "12345678-x", "12345678X", "code-spelling"),
        ("region", "330102", "330102", None),
        ("uscc", "----", None, "empty-marker"),
    ],
)
def test_identifiers_are_put_into_their_proper_spelling(
    normalise: Normalise, kind: str, text: str, value: str | None, note: str | None
) -> None:
    (result,) = normalise([text], kind)
    assert (result.value, result.text, result.note) == (value, value, note)


def test_of_a_personal_field_nothing_is_kept_but_what_the_digest_is_made_from(normalise: Normalise) -> None:
    (result,) = normalise(["33010619900101123x"], "person_id", personal="digest")
    assert (result.value, result.text, result.remarked) == ("33010619900101123X", None, None)

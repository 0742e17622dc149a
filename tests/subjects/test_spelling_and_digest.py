"""The normal form of identifiers, and the keyed digest of a person's number."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.subjects.identifiers.person_digest import (
    digest,
    digest_sql,
    person_subject_id,
)
from gongxin.subjects.identifiers.spelling import compact, compact_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Ask = Callable[[str, Sequence[str | None]], list[object]]

WANG_LAN = "990101199003070025"


@pytest.mark.parametrize(
    "typed", ["９１３３０１０６", " 91 33-0106", "91330106\u3000", "9133\u20110106", "91330106\ufeff"]
)
def test_width_spaces_and_hyphens_do_not_matter(typed: str) -> None:
    assert compact(typed) == "91330106"


def test_capitals_are_made_whatever_their_width() -> None:
    assert compact("ma2ｔest") == "MA2TEST"


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=50))
def test_the_normal_form_is_the_same_in_bulk(ask: Ask, texts: list[str]) -> None:
    assert ask(compact_sql("code"), texts) == [compact(text) for text in texts]


@pytest.mark.parametrize("key", [b"", b"k" * 32, b"k" * 64, bytes(range(200))])
def test_the_digest_is_the_standard_one_and_the_same_in_bulk(ask: Ask, key: bytes) -> None:
    standard = hmac.new(key, WANG_LAN.encode(), hashlib.sha256).hexdigest()[:32]
    assert digest(WANG_LAN, key) == standard
    assert ask(digest_sql("code", key), [WANG_LAN, None]) == [standard, None]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=20), st.binary(max_size=100))
def test_any_text_has_one_digest(ask: Ask, texts: list[str], key: bytes) -> None:
    assert ask(digest_sql("code", key), texts) == [digest(text, key) for text in texts]


def test_a_person_has_one_id_however_the_number_was_typed(ask: Ask) -> None:
    key = b"the key of this workspace"
    spellings = [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
    ]
    ids = {person_subject_id(number, key) for number in spellings}
    assert len(ids) == 1
    assert {f"person:{found}" for found in ask(digest_sql("code", key), spellings)} == ids
    (person,) = ids
    assert person.startswith("person:")
    assert "1949" not in person


def test_another_workspace_knows_the_person_by_another_id() -> None:
    assert digest(WANG_LAN, b"here") != digest(WANG_LAN, b"there")

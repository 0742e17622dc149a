"""Every wording of the pages has its Chinese, and what Django reads is what the catalogues say."""

from __future__ import annotations

import pytest
from tools.messages import ROOMS, catalogue, catalogue_file, compiled, untranslated, wordings


@pytest.mark.parametrize("room", ROOMS)
def test_every_wording_of_a_room_has_its_chinese_and_none_is_left_over(room: str) -> None:
    kept = {(message.id, message.context) for message in catalogue(room) if message.id}
    assert kept == wordings(room)
    assert untranslated(catalogue(room)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_django_reads_is_what_the_catalogue_says(room: str) -> None:
    assert catalogue_file(room).with_suffix(".mo").read_bytes() == compiled(catalogue(room))


def test_rooms_that_use_the_same_words_translate_them_alike() -> None:
    # Django reads all catalogues into one.
    said: dict[object, set[str]] = {}
    for room in ROOMS:
        for message in catalogue(room):
            if message.id:
                said.setdefault((str(message.id), message.context), set()).add(str(message.string))
    assert {words: chinese for words, chinese in said.items() if len(chinese) > 1} == {}


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [error for room in ROOMS for message in catalogue(room) for error in message.check(catalogue(room))]
    assert wrong == []

"""What templates say outside their translated wordings: nothing that belongs to one language, no heading left empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tools.messages import ROOMS, SOURCE

from gongxin.pages.language import listed

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = [path for room in ROOMS for path in sorted((SOURCE / room / "templates").rglob("*.html"))]

_WORDING = re.compile(r"{% blocktranslate.*?endblocktranslate %}", re.DOTALL)
#: A colon, comma or semicolon after something that was filled in: Chinese has marks of its own.
_MARK = re.compile(r"(?:\}\}|%\}|</\w+>)[:,;] ")
_EMPTY = re.compile(r"<(th|h[1-6]|legend|summary|label|button)\b[^>]*>\s*</\1>")


def called(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@pytest.mark.parametrize("template", TEMPLATES, ids=called)
def test_marks_between_words_are_part_of_a_wording(template: Path) -> None:
    assert _MARK.findall(_WORDING.sub("", template.read_text("utf-8"))) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=called)
def test_no_heading_or_button_is_empty(template: Path) -> None:
    assert _EMPTY.findall(template.read_text("utf-8")) == []


def test_a_page_that_stands_alone_names_its_icon() -> None:
    # Browsers ask for /favicon.ico otherwise, and get an answer that there is no such page.
    whole = [text for path in TEMPLATES if (text := path.read_text("utf-8")).lstrip().find("<!doctype") >= 0]
    assert len(whole) >= 2
    assert all('rel="icon"' in text for text in whole)


@pytest.mark.parametrize(("language", "said"), [("zh", "PDF、JPEG、PNG"), ("en", "PDF, JPEG, PNG")])
def test_things_in_a_row_have_the_comma_of_the_language(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongxin.pages.language.language", lambda: language)
    assert listed(["PDF", "JPEG", "PNG"]) == said

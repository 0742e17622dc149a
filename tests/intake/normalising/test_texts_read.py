"""Texts, names, and the many ways of saying that there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.intake.normalising.conftest import Normalised

    Normalise = Callable[..., list[Normalised]]

MARKERS = ["— —", "-", "--", "——", "－", "/", "／", "\\", "*", ".", "。", "无", "暂无", "空", "不适用"]
MARKERS += ["NULL", "null", "(null)", "None", "N/A", "n/a", "#N/A", "NaN", r"\N"]

TYPES: list[tuple[str, dict[str, Any]]] = [
    ("text", {}),
    ("name", {}),
    ("date", {}),
    ("amount", {"unit": "wan_yuan"}),
    ("number", {}),
    ("integer", {}),
    ("code", {"values": "test.kind"}),
    ("codes", {"values": "test.kind"}),
    ("numbers", {"extract": "([0-9]+)"}),
    ("uscc", {}),
    ("region", {}),
]


@pytest.mark.parametrize(("kind", "properties"), TYPES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_marker_for_nothing_is_an_empty_cell_with_a_note_in_every_kind_of_field(
    normalise: Normalise, kind: str, properties: dict[str, Any]
) -> None:
    for marker, result in zip(MARKERS, normalise(MARKERS, kind, **properties), strict=True):
        assert (result.value, result.text, result.problem) == (None, None, None), marker
        assert (result.note, result.remarked) == ("empty-marker", marker)


@pytest.mark.parametrize(("kind", "properties"), TYPES, ids=lambda value: value if isinstance(value, str) else "")
def test_an_empty_cell_is_empty_without_a_word(normalise: Normalise, kind: str, properties: dict[str, Any]) -> None:
    for result in normalise(["", None], kind, **properties):
        assert (result.value, result.text, result.note, result.problem) == (None, None, None, None)


@pytest.mark.parametrize("kind", ["text", "name"])
@pytest.mark.parametrize(
    "text",
    [
        "云泽市甲乙商店（个体工商户）",
        "无锡市甲公司",
        "空调公司",
        "A/B Deli",
        "N/A Bar & Grill",
        "见 附件\n第二页",
        "0",
        "＊甲",
    ],
)
def test_a_text_is_kept_as_it_stands(normalise: Normalise, kind: str, text: str) -> None:
    (result,) = normalise([text], kind)
    assert (result.value, result.text, result.note, result.problem) == (text, text, None, None)


def test_of_a_personal_text_nothing_is_kept(normalise: Normalise) -> None:
    (result,) = normalise(["张某"], "text", personal="drop")
    assert (result.text, result.remarked) == (None, None)

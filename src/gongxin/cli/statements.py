"""What a move says, on the command line: ``--said name=value``, ``--correct field=value``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from gongxin.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Said = Annotated[
    tuple[str, ...], Parameter(name="--said", negative=(), help="name=value, may be repeated. 填写项，可重复")
]
Correct = Annotated[
    tuple[str, ...],
    Parameter(name="--correct", negative=(), help="field=value of the record, may be repeated. 更正的字段，可重复"),
]


def statements(said: Iterable[str], correct: Iterable[str] = ()) -> dict[str, Any]:
    """The statements as data. Error: ``no-statement`` for one without an equals sign."""
    told: dict[str, Any] = dict(_pair(one) for one in said)
    corrections = dict(_pair(one) for one in correct)
    return told | ({"corrections": corrections} if corrections else {})


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(
            "no-statement",
            zh=f"请写成 名称=内容，而不是 {text!r}。",
            en=f"Write name=value, not {text!r}.",
            where=text,
        )
    return name.strip(), value.strip()

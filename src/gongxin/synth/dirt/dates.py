"""Dirt in dates: every spelling that departments have, and some that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import FieldType
from gongxin.synth.dirt.kinds import Dirt
from gongxin.synth.habits import Dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.schema.catalogue import CatalogueItem

_SPELLINGS = {
    "short": (Dates.SHORT, "2024/3/5"),
    "compact": (Dates.COMPACT, "20240305"),
    "chinese": (Dates.CHINESE, "2024年3月5日"),
    "dotted": (Dates.DOTTED, "2024.03.05"),
    "serial": (Dates.SERIAL, "45356"),
}


def dirt(item: CatalogueItem, fields: frozenset[str]) -> Iterator[Dirt]:
    """Dirt in the date on which the fact was determined, and in the dates that may lie beyond all times."""
    found = next((field for field in item.fields if field.column == "determined_on" and field.id in fields), None)
    if found is not None and found.type is FieldType.DATE:
        yield from _spelt(found.id)
        yield from _unreadable(found.id)
    for field in item.fields:
        if field.column == "effective_to" and field.id in fields:
            yield from _without_end(field.id)


def _spelt(day: str) -> Iterator[Dirt]:
    for name, (spelling, example) in _SPELLINGS.items():
        yield Dirt(
            id=f"date-{name}",
            outcome="accepted",
            sets={day: spelling.sql(day)},
            when=f"{day} IS NOT NULL",
            zh=f"日期写作“{example}”一类",
            en=f"a date spelt like {example}",
        )
    yield Dirt(
        id="date-full-width",
        outcome="accepted",
        sets={day: f"translate(strftime({day}, '%Y-%m-%d'), '0123456789-', '０１２３４５６７８９－')"},
        when=f"{day} IS NOT NULL",
        zh="日期用全角数字书写",
        en="a date in full-width digits",
    )


def _unreadable(day: str) -> Iterator[Dirt]:
    for name, text in {"no-such-day": "2023-02-30", "no-date": "见文书"}.items():
        yield Dirt(
            id=f"date-{name}",
            outcome="rejected",
            sets={day: f"'{text}'"},
            zh=f"日期写作“{text}”，无法读取",
            en=f"a date written as {text}, which is none",
        )


def _without_end(day: str) -> Iterator[Dirt]:
    for name, text in {"9999": "9999-9-9", "2099": "2099/12/31"}.items():
        yield Dirt(
            id=f"no-end-{name}-{day}",
            outcome="accepted",
            sets={day: f"'{text}'"},
            zh=f"以“{text}”表示没有期限",
            en=f"{text} stands for no end",
        )

"""The commitment letter that goes with an application: the platform writes it, the applicant signs it.

Its wording is this platform's own; no instrument's form was at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gongxin.casework.options import Option


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what a letter is about; ``record`` is empty where it is about no single record."""

    subject_id: str
    name: str
    record: str


def letter(
    title: str, about: About, option: Option, declarations: Sequence[str], signer: str, on: date
) -> tuple[str, tuple[str, ...]]:
    """Title and paragraphs, in Chinese: it is handed in to a Chinese authority."""
    concerned = f"就{about.record}" if about.record else ""
    promises = (
        *(f"{text}。" for text in declarations),
        "所提交的材料和填写的内容真实、完整；如有虚假或者违背承诺，自愿承担法律责任，并同意依法记入信用记录。",
        "今后依法诚信经营，接受社会监督；本承诺书可以依法公开。",
    )
    return title, (
        f"{about.name}（{about.subject_id}）{concerned}申请{option.title.zh}，郑重承诺：",
        *(f"　　{number}. {text}" for number, text in enumerate(promises, start=1)),
        "",
        f"　　承诺主体：{about.name}",
        f"　　签署人：{signer}",
        f"　　{on.year} 年 {on.month} 月 {on.day} 日",
    )

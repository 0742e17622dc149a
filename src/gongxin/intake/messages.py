"""Every rule of intake and its sentence in Chinese and English: what is wrong, and what to do about it.

One place, so that a department reads the same words on the terminal, in the JSON and in the mend file. A sentence may
name ``{field}`` (the field's title), ``{limit}`` (its greatest length) and ``{detail}`` (what the remark says of this
row alone).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField

#: Rules on single rows: rule id -> (Chinese, English).
ROW_RULES: dict[str, tuple[str, str]] = {
    "required": ("“{field}”必填，请补填。", "'{field}' must be filled in."),
}


def message(rule: str, field: CatalogueField | None = None, detail: str | None = None) -> Message:
    """The sentence of ``rule`` for a row, in both languages.

    Raises ``KeyError`` for a rule that has no sentence: that is a mistake in the program, never in a file.
    """
    zh, en = ROW_RULES[rule]
    limit = "" if field is None else field.max_length
    return Message(
        zh=zh.format(field="" if field is None else field.title.zh, limit=limit, detail=detail or ""),
        en=en.format(field="" if field is None else field.title.en, limit=limit, detail=detail or ""),
    )

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
    "required-here": (
        "按本条的其他内容，“{field}”必填，请补填。",
        "By what else the row says, '{field}' must be filled in.",
    ),
    "no-legal-basis": (
        "失信类信息须注明依据；“{field}”为空，不予收录。请补填法律法规名称及条款。",
        "An adverse record must name the law behind it, and '{field}' is empty. Give the law and its article.",
    ),
    "too-long": (
        "“{field}”超过 {limit} 个字符，请缩短。",
        "'{field}' has more than {limit} characters; shorten it.",
    ),
    "wrong-form": (
        "“{field}”的写法不符合规定，请核对。",
        "'{field}' is not written in the form it must have; check it.",
    ),
    "not-in-list": (
        "“{field}”的值不在“{detail}”代码表中，请改用表中的代码或名称。",
        "The value of '{field}' is not in the code list {detail}; use a code or name from it.",
    ),
    "outside-list": (
        "“{field}”的值不在“{detail}”代码表中，已按原文收录。",
        "The value of '{field}' is not in the code list {detail}; it was kept as it stands.",
    ),
    "uscc-check": (
        "“{field}”不是有效的统一社会信用代码（位数、字符或校验码有误），请核对。",
        "'{field}' is no valid unified social credit code (length, characters or check character); check it.",
    ),
    "org-code-check": (
        "“{field}”不是有效的组织机构代码（校验码有误），请核对。",
        "'{field}' is no valid organisation code (the check character is wrong); check it.",
    ),
    "reg-no-check": (
        "“{field}”不是有效的注册号（校验码有误），请核对。",
        "'{field}' is no valid registration number (the check digit is wrong); check it.",
    ),
    "person-id-check": (
        "“{field}”的身份证号校验码有误，请核对。号码未保存。",
        "The identity number in '{field}' fails its check; compare it with the card. The number was not kept.",
    ),
    "region-unknown": (
        "“{field}”不是已知的行政区划代码，已按原文收录，请核对。",
        "'{field}' is no region code known (GB/T 2260); it was kept as it stands, please check it.",
    ),
    "date-order": (
        "“{field}”早于另一日期 {detail}，先后有误，请核对。",
        "'{field}' lies before {detail}, which it must not; check both dates.",
    ),
    "in-future": (
        "“{field}”晚于报送日期 {detail}，请核对。",
        "'{field}' lies after the day of handing in, {detail}; check it.",
    ),
    "reported-late": (
        "超过报送时限（自“{field}”起算）：已收录，并标记为迟报。",
        "Handed in after the reporting term, which runs from '{field}': taken, and marked as late.",
    ),
    "persons-not-admitted": (
        "此目录事项不收录自然人信息（须有法律法规规定或本人同意），不予收录。",
        "This item admits no natural persons (that takes a statute or their consent); the row was not taken.",
    ),
    "kind-not-admitted": (
        "此目录事项不适用于该类主体（{detail}），不予收录。请核对代码和事项。",
        "This item is not about subjects of this kind ({detail}); check the code and the item.",
    ),
    "no-subject": (
        "无法确定信息主体：没有可用的代码。请补填主体代码。",
        "Nobody can tell whom the row is about: there is no code to go by. Give the subject's code.",
    ),
    "org-code-unknown": (
        "无法确定信息主体：没有统一社会信用代码，组织机构代码 {detail} 也查无登记。请补填统一社会信用代码。",
        "Nobody can tell whom the row is about: there is no unified code, and the organisation code {detail} belongs "
        "to no registered subject. Give the unified social credit code.",
    ),
    "org-code-resolved": (
        "未填统一社会信用代码，已按组织机构代码归于 {detail}。",
        "There is no unified code; by its organisation code the row belongs to {detail}.",
    ),
    "codes-disagree": (
        "组织机构代码 {detail} 与统一社会信用代码不属同一主体，请核对。",
        "The organisation code {detail} is not the one inside the unified code: they name two bodies. Check both.",
    ),
    "number-covered": (
        "文字内容中的身份证号已隐去。",
        "An identity number in the text was covered.",
    ),
    "no-penalty": (
        "这是不予行政处罚的决定：已收录，但不作为失信信息。",
        "This is a decision not to punish: taken, and not counted as adverse.",
    ),
    "new-version": (
        "该记录已有，内容有变：作为第 {detail} 版收录。",
        "The record is on file with other content: taken as its version {detail}.",
    ),
    "repeated-row": (
        "与第 {detail} 行完全相同，不重复收录。",
        "The same as row {detail}, to the letter; it adds nothing.",
    ),
    "conflicting-row": (
        "与第 {detail} 行是同一条记录，但内容不同，不予收录。请核对后只保留一行。",
        "The same record as row {detail}, with other content. Find out which is right and keep that one.",
    ),
    "name-not-of-code": (
        "名称与代码不符：该代码登记的是另一名称，可能误记。已暂存待确认，不予公示和使用。{detail}",
        "The name does not belong to the code, which is registered under another; the record may be somebody else's. "
        "Held until it is confirmed; shown and counted nowhere. {detail}",
    ),
    "name-of-another": (
        "代码未登记，而名称属于另一主体，可能误记。已暂存待确认，不予公示和使用。{detail}",
        "The code is registered nowhere and the name belongs to somebody else; the record may be theirs. "
        "Held until it is confirmed; shown and counted nowhere. {detail}",
    ),
    "not-registered": (
        "该代码尚未登记，名称无从核对；已收录。",
        "The code is not registered yet, so the name could not be compared; taken.",
    ),
    "held-already": (
        "此行已暂存（编号 {detail}），仍待确认。",
        "The row is held already (number {detail}) and still waits to be confirmed.",
    ),
    "dropped-before": (
        "此行曾被暂存（编号 {detail}），单位已决定不予收录。",
        "The row was held before (number {detail}), and the department decided to leave it out.",
    ),
    "held-confirmed": (
        "暂存记录（编号 {detail}）经确认无误，按原代码收录。",
        "The row held under number {detail} was confirmed and is taken under its code.",
    ),
    "held-reassigned": (
        "暂存记录经确认属于 {detail}，已归其名下收录。",
        "The row that was held belongs to {detail} and is taken under that subject.",
    ),
    "held-dropped": (
        "暂存记录（编号 {detail}）经确认不予收录。",
        "The row held under number {detail} was found wrong and is left out.",
    ),
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

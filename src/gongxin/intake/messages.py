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
    "corrected-since": (
        "该记录的这一内容已经异议处理更正，账本保持更正后的内容；请在本单位系统中一并更正。",
        "A decision has corrected this content of the record, and the correction stands; correct it in your own system "
        "as well.",
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
        "名称与代码不符：该代码登记的是另一名称，可能误记，可能属于：{detail}。已暂存待确认，不予公示和使用。",
        "The name does not belong to the code, which is registered under another; the record may be somebody else's. "
        "It may be about: {detail}. Held until it is confirmed; shown and counted nowhere.",
    ),
    "name-of-another": (
        "代码未登记，而名称属于另一主体，可能误记，可能属于：{detail}。已暂存待确认，不予公示和使用。",
        "The code is registered nowhere and the name belongs to somebody else; the record may be theirs. "
        "It may be about: {detail}. Held until it is confirmed; shown and counted nowhere.",
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
    # Rows that cannot be cut into cells.
    "cell-count": (
        "此行的单元格数与表头不符（{detail}），请检查分隔符和引号。",
        "The row has another number of cells than the headings ({detail}); check its delimiters and quotes.",
    ),
    "unclosed-quote": (
        "此行的引号没有配对，无法分列。请补上引号，或将文中的引号写成两个。",
        "A quote in this row is never closed, so it cannot be cut into cells. Close it; double quotes within a text.",
    ),
    "record-too-long": (
        "此行过长（超过 4 MiB），未读取。请检查换行是否丢失。",
        "The row is too long (over 4 MiB) and was not read. Check whether line ends were lost.",
    ),
    "undecodable": (
        "此行有无法识别的文字（编码错误）。请用“CSV UTF-8”重新导出。",
        "The row has characters that cannot be decoded. Export it again as 'CSV UTF-8'.",
    ),
    "control-character": (
        "此行含有空字符（NUL），数据可能已损坏。请重新导出。",
        "The row holds zero bytes, so it may be damaged. Export it again.",
    ),
    "not-a-json-object": (
        "此行不是一个 JSON 对象，请检查括号、引号和逗号。",
        "The line is no JSON object; check its braces, quotes and commas.",
    ),
    "merged-cells": (
        "此行有合并单元格，无法判断数值属于哪一行、哪一列。请取消合并并逐格填写。",
        "The row has merged cells, and nobody can tell which row or field a value is meant for. Unmerge and fill each.",
    ),
    # Values that cannot be read.
    "not-a-date": (
        "“{field}”不是有效日期，请按 2024/03/05 的格式填写。",
        "'{field}' is no date that can be read; write it like 2024/03/05.",
    ),
    "two-digit-year": (
        "“{field}”的年份只有两位，请写四位年份，如 2024/03/05。",
        "'{field}' has a year of two digits; write four, as in 2024/03/05.",
    ),
    "year-last": (
        "“{field}”的年份在后，无法分清日和月，请按 2024/03/05 的格式填写。",
        "'{field}' has the year last, so day and month cannot be told apart; write it like 2024/03/05.",
    ),
    "not-an-amount": (
        "“{field}”不是可识别的金额，请只填不小于零的数字，如 1.5。",
        "'{field}' is no sum of money that can be read; give the number alone, such as 1.5, and none below zero.",
    ),
    "not-a-number": (
        "“{field}”不是数字，请只填数字。",
        "'{field}' is no number; give digits only.",
    ),
    "not-a-whole-number": (
        "“{field}”不是整数，请填整数。",
        "'{field}' is no whole number; give one.",
    ),
    # Unusual spellings that were understood.
    "empty-marker": (
        "“{field}”中的符号或文字表示“无”，按空白收录。",
        "What stands in '{field}' says that there is nothing; it was taken as empty.",
    ),
    "full-width": (
        "“{field}”中的全角字符已转为半角。",
        "Full-width characters in '{field}' were made half-width.",
    ),
    "code-spelling": (
        "“{field}”的代码写法已规范（大写、半角、去除空格和连字符）。",
        "The code in '{field}' was put into its proper spelling (capitals, half-width, no spaces or hyphens).",
    ),
    "date-spelling": (
        "“{field}”的日期写法已规范。",
        "The date in '{field}' was put into its proper spelling.",
    ),
    "date-serial": (
        "“{field}”是电子表格的日期序号，已换算为日期。",
        "'{field}' was a spreadsheet's day number and was turned into a date.",
    ),
    "year-only": (
        "“{field}”只有年份，按当年 12 月 31 日收录。",
        "'{field}' has a year only; it was taken as 31 December of that year.",
    ),
    "no-end": (
        "“{field}”按“无终止日期”收录。",
        "'{field}' was taken to mean that there is no end.",
    ),
    "unit-in-cell": (
        "“{field}”的单元格自带计量单位，已按该单位换算。",
        "'{field}' names a unit of its own and was converted by it.",
    ),
    "amount-spelling": (
        "“{field}”的金额写法已规范。",
        "The sum in '{field}' was put into plain digits.",
    ),
    "rounded": (
        "“{field}”的小数位过多，已四舍五入。",
        "'{field}' has more decimals than are kept; it was rounded.",
    ),
    "number-spelling": (
        "“{field}”的数字写法已规范。",
        "The number in '{field}' was put into plain digits.",
    ),
    "repeated-values": (
        "“{field}”中重复的值只保留一个。",
        "Values that '{field}' repeats were kept once.",
    ),
    "no-number-met": (
        "“{field}”中没有找到编号，按无编号收录。",
        "No number was found in '{field}'; it was taken as holding none.",
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

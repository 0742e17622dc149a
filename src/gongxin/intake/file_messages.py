"""What intake says about a file as a whole: why it cannot be taken, and what a receipt notes about it.

Sentences may name ``{name}`` values; a value given as a :class:`gongxin.errors.Message` is put in by language.
"""

from __future__ import annotations

from gongxin.errors import InputError, Message
from gongxin.intake.chunk import FileNote

#: Why a file cannot be taken: rule id -> (Chinese, English).
FILE_ERRORS: dict[str, tuple[str, str]] = {
    "no-such-file": (
        "没有这个文件。请检查路径和文件名。",
        "There is no such file. Check the path and the name.",
    ),
    "not-a-file": (
        "这是{what}，不是文件。请给出其中的文件。",
        "This is {what}, not a file. Name the file itself.",
    ),
    "no-permission": (
        "没有读取该文件的权限。请为运行本程序的用户授予读取权限。",
        "No permission to read this file. Grant read access to the user who runs this program.",
    ),
    "unreadable-file": (
        "读取文件失败（{reason}）。请重新复制或导出后再报送。",
        "The file cannot be read ({reason}). Copy or export it again and hand that in.",
    ),
    "empty-file": (
        "文件是空的。请重新导出后再报送。",
        "The file is empty. Export it again and hand that in.",
    ),
    "header-only": (
        "文件只有表头，没有数据行。如果本期无数据，则无需报送。",
        "The file has headings and no rows. If there is nothing to report, hand in nothing.",
    ),
    "file-being-written": (
        "文件仍被另一程序打开写入。请等写入完成（关闭该文件）后再报送。",
        "Another program still has this file open for writing. Wait until it is finished (close the file), then retry.",
    ),
    "file-changed": (
        "读取期间文件发生了变化，本次未收录任何记录。请等写入完成后再报送。",
        "The file changed while it was read; nothing of it was taken. Wait until it is finished, then retry.",
    ),
    "not-a-table": (
        "这不是表格数据文件（看起来是{what}）。请用 CSV、XLSX、XLS、JSON Lines 或 Parquet 格式报送。",
        "This is no table (it looks like {what}). Hand it in as CSV, XLSX, XLS, JSON lines or Parquet.",
    ),
    "unknown-encoding": (
        "无法识别文字编码：既不是 UTF-8、UTF-16，也不是 GB18030（GBK）。请另存为“CSV UTF-8”后再报送。",
        "The text encoding is unknown: neither UTF-8, UTF-16 nor GB18030 (GBK). Save it as 'CSV UTF-8'.",
    ),
    "zip-bomb": (
        "解压后的大小超过压缩文件的 {ratio} 倍或 {size} MiB，为安全起见不予读取。请直接报送未压缩的 CSV 文件。",
        "It unpacks to more than {ratio} times its size, or to over {size} MiB, and is not read for safety. "
        "Hand in the plain CSV file.",
    ),
    "damaged-archive": (
        "压缩文件已损坏或不完整。请重新压缩后再报送。",
        "The compressed file is damaged or cut off. Compress it again and hand that in.",
    ),
    "damaged-file": (
        "{format} 文件已损坏或不完整，无法打开。请重新导出后再报送。",
        "The {format} file is damaged or cut off and cannot be opened. Export it again and hand that in.",
    ),
    "encrypted-workbook": (
        "工作簿设有密码。请取消密码后再报送。",
        "The workbook has a password. Remove the password and hand it in again.",
    ),
    "workbook-too-large": (
        "工作簿有 {cells} 个单元格的区域，超过 {limit} 个。请删除空白行列，或改用 CSV 格式报送。",
        "The workbook spans {cells} cells, more than {limit}. Delete blank rows and columns, or hand in a CSV file.",
    ),
    "several-sheets": (
        "有多个工作表都有本事项的表头：{sheets}。请每个工作表单独存为一个文件报送。",
        "Several sheets have the headings of this item: {sheets}. Hand in each as a file of its own.",
    ),
    "too-many-columns": (
        "文件有 {columns} 列，超过 {limit} 列。请只保留本事项需要的列。",
        "The file has {columns} columns, more than {limit}. Keep only the columns that the item needs.",
    ),
    "no-header": (
        "前 {rows} 行中找不到“{item}”的表头。应有的表头例如：{expected}。",
        "No headings of '{item}' in the first {rows} rows. Expected are for example: {expected}.",
    ),
    "wrong-item": (
        "表头属于“{other}”（{other_id}），不是“{item}”（{item_id}）。请改用 --item {other_id} 报送。",
        "The headings belong to '{other}' ({other_id}), not to '{item}' ({item_id}). Use --item {other_id}.",
    ),
    "missing-headings": (
        "缺少必填列：{missing}。请补上这些列后再报送。",
        "Columns that must be there are missing: {missing}. Add them and hand the file in again.",
    ),
    "duplicate-heading": (
        "表头“{heading}”出现不止一次（第 {columns} 列）。请删除重复的列。",
        "The heading '{heading}' is there more than once (columns {columns}). Delete the ones too many.",
    ),
    "two-headings-one-field": (
        "表头 {headings} 都是同一个字段“{field}”。请只保留一列。",
        "The headings {headings} all mean the one field '{field}'. Keep one of them.",
    ),
    "header-too-long": (
        "表头所在行超过 {limit} MiB，无法读取。请确认文件是按行分隔的表格。",
        "The heading row is longer than {limit} MiB and cannot be read. Make sure the file has one record a line.",
    ),
    "json-not-lines": (
        "这是 JSON，但不是每行一条记录的 JSON Lines。请每行写一条记录（一个 JSON 对象）。",
        "This is JSON, but not JSON lines. Write one record (a JSON object) a line.",
    ),
    "nested-column": (
        "列“{heading}”不是单个的值（{type}）。请展开为文本列。",
        "The column '{heading}' does not hold single values ({type}). Flatten it to a text column.",
    ),
}

#: What a receipt notes about a file that was taken: rule id -> (Chinese, English).
FILE_NOTES: dict[str, tuple[str, str]] = {
    "read-as": (
        "按{format}读取，表头在第 {row} 行。",
        "Read as {format}; headings in row {row}.",
    ),
    "read-as-records": (
        "按{format}读取。",
        "Read as {format}.",
    ),
    "title-rows": (
        "表头上方的 {count} 行是标题，不作为数据。",
        "Rows above the headings, taken for titles and not for data: {count}.",
    ),
    "blank-rows": (
        "跳过空行 {count} 行（仍计入行号）。",
        "Blank rows left out (they count in the row numbers): {count}.",
    ),
    "other-sheets": (
        "只读取工作表“{sheet}”；其他工作表没有本事项的表头：{others}。",
        "Only the sheet '{sheet}' was read; the others have no headings of this item: {others}.",
    ),
    "error-cells": (
        "工作簿中有 {count} 个错误值单元格（如 #N/A），按空白处理。",
        "Cells of the workbook with an error in them (such as #N/A), read as empty: {count}.",
    ),
    "fits-other-item": (
        "表头与“{other}”（{other_id}）更相符；已按要求作为“{item}”收录。",
        "The headings fit '{other}' ({other_id}) better; taken as '{item}', as asked.",
    ),
    "mapped": (
        "识别 {count} 列：{pairs}。",
        "Columns recognised ({count}): {pairs}.",
    ),
    "ignored-headings": (
        "按目录规定不收录的列（{count} 个）：{headings}。",
        "Columns that the catalogue leaves out knowingly ({count}): {headings}.",
    ),
    "unknown-headings": (
        "不认识、未收录的列（{count} 个）：{headings}。如应收录，请核对表头。",
        "Columns that are unknown and were left out ({count}): {headings}. If they matter, check their headings.",
    ),
    "absent-fields": (
        "文件中没有的非必填字段（{count} 个）：{fields}。",
        "Optional fields that the file does not have ({count}): {fields}.",
    ),
    "joined-columns": (
        "列 {headings} 合并为字段“{field}”。",
        "The columns {headings} were joined into the field '{field}'.",
    ),
}

Value = str | int | Message


def _filled(sentences: tuple[str, str], values: dict[str, Value]) -> Message:
    zh, en = sentences
    return Message(
        zh=zh.format(**{k: v.zh if isinstance(v, Message) else v for k, v in values.items()}),
        en=en.format(**{k: v.en if isinstance(v, Message) else v for k, v in values.items()}),
    )


def file_error(rule: str, where: str, **values: Value) -> InputError:
    """The refusal of the file ``where`` by ``rule``, to be raised."""
    message = _filled(FILE_ERRORS[rule], values)
    return InputError(rule, zh=message.zh, en=message.en, where=where)


def file_note(rule: str, **values: Value) -> FileNote:
    """A note for the receipt about the file as a whole."""
    return FileNote(rule, _filled(FILE_NOTES[rule], values))


def listed(names: list[str], most: int = 20) -> Message:
    """Names joined for a sentence, the list cut off after ``most``."""
    shown, rest = names[:most], len(names) - most
    zh, en = "、".join(shown), ", ".join(shown)
    return Message(zh=f"{zh} 等", en=f"{en} and {rest} more") if rest > 0 else Message(zh=zh, en=en)

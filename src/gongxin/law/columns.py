"""The common columns of a record: what rules of law may read of any fact, whatever item it belongs to.

A catalogue item says which of its fields feeds which column; the ledger stores the columns; expressions in packs
(conditions of standing, of models, of lists) may name these columns and the payload fields of the items they read,
and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """The value types that expressions know. Money is in yuan; a date has no time of day."""

    TEXT = "VARCHAR"
    TEXTS = "VARCHAR[]"
    DATE = "DATE"
    MONEY = "DECIMAL(18,2)"
    NUMBER = "DECIMAL(18,6)"
    INTEGER = "BIGINT"
    FLAG = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """One common column: its name, type, and what it means in both languages.

    ``from_field`` tells whether a catalogue field may feed it; the others are set by intake itself.
    """

    name: str
    type: ColumnType
    zh: str
    en: str
    from_field: bool = True


_COLUMNS = (
    Column("subject_id", ColumnType.TEXT, "主体标识", "subject the record is about", from_field=False),
    Column("subject_kind", ColumnType.TEXT, "主体类别", "one of the five kinds of subject", from_field=False),
    Column("party_name", ColumnType.TEXT, "当事人名称", "name as the department gave it"),
    Column("item", ColumnType.TEXT, "目录事项", "catalogue item", from_field=False),
    Column("title", ColumnType.TEXT, "名称", "what the document, licence, honour or list is called"),
    Column("code", ColumnType.TEXT, "细类代码", "code of the sub-type within the item"),
    Column(
        "kinds",
        ColumnType.TEXTS,
        "种类",
        "kinds (of penalty, of violation) named in the record, as list codes",
    ),
    Column("level", ColumnType.TEXT, "等级或结果", "grade or result the record states"),
    Column("value", ColumnType.NUMBER, "数值", "the number the record states (a score, a count)"),
    Column("amount", ColumnType.MONEY, "金额（元）", "sum of money in yuan"),
    Column("confiscated", ColumnType.MONEY, "没收金额（元）", "sum confiscated, in yuan"),
    Column("severity", ColumnType.TEXT, "严重程度", "class given by the authority: minor, general, serious"),
    Column("procedure", ColumnType.TEXT, "程序类别", "procedure of the decision: simplified or ordinary"),
    Column("field", ColumnType.TEXT, "监管领域", "field of regulation (food, environment, work safety ...)"),
    Column("status", ColumnType.TEXT, "状态", "state of the matter as the authority gives it: valid, ended ..."),
    Column("occurred_on", ColumnType.DATE, "发生日期", "day the thing happened"),
    Column("determined_on", ColumnType.DATE, "认定日期", "day the document that fixes the fact was made"),
    Column("published_on", ColumnType.DATE, "公示日期", "day the record was first published"),
    Column("effective_from", ColumnType.DATE, "有效期自", "first day in force"),
    Column("effective_to", ColumnType.DATE, "有效期至", "last day in force; empty means no end"),
    Column("doc_no", ColumnType.TEXT, "文书号", "number of the document"),
    Column("authority", ColumnType.TEXT, "机关", "body that made the decision"),
    Column("authority_code", ColumnType.TEXT, "机关代码", "unified social credit code of that body"),
    Column("legal_basis", ColumnType.TEXT, "依据", "law and article the record itself cites"),
    Column("region", ColumnType.TEXT, "行政区划", "region code (GB/T 2260) of the record"),
    Column("source", ColumnType.TEXT, "数据来源单位", "department that handed the record in", from_field=False),
    Column("late", ColumnType.FLAG, "迟报", "handed in after the reporting term", from_field=False),
    Column(
        "no_penalty",
        ColumnType.FLAG,
        "不予处罚",
        "a decision not to punish, met in a penalty feed",
        from_field=False,
    ),
)

#: Common columns by name, in the order in which the ledger stores them.
COLUMNS: dict[str, Column] = {column.name: column for column in _COLUMNS}

#: The day a record is of: the first of these that is filled in. From that day on it exists; it reads the edition of a
#: parameter that was in force on it. A record without any of these dates exists on every day.
DAY_OF_RECORD = ("determined_on", "occurred_on", "published_on", "effective_from")

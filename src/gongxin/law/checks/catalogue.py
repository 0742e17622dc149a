"""Checks of the catalogue: code lists, columns, names of fields, conditions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxin.law.columns import COLUMNS, ColumnType
from gongxin.law.expressions import analyse
from gongxin.law.readable import readable_names
from gongxin.law.schema.catalogue import FieldType, When

if TYPE_CHECKING:
    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem, CodeList
    from gongxin.law.tree import Placed

_NUMBERS = frozenset({FieldType.AMOUNT, FieldType.NUMBER, FieldType.INTEGER})
#: The types of field that can feed a column of a type; any field can feed a text.
_FEEDS = {
    ColumnType.DATE: frozenset({FieldType.DATE}),
    ColumnType.MONEY: _NUMBERS,
    ColumnType.NUMBER: _NUMBERS,
    ColumnType.INTEGER: frozenset({FieldType.INTEGER}),
    ColumnType.TEXTS: frozenset({FieldType.CODE, FieldType.CODES, FieldType.NUMBERS}),
}
#: Written in a regular expression, these look around or back, which the engine does not do.
_LOOKING = re.compile(r"\(\?(=|!|<=|<!)|\\[1-9]")


def check_catalogue(statutes: Statutes, problems: Problems) -> None:
    """Note what does not fit in items and code lists, whatever extensions have added to them."""
    for item in statutes.items.all():
        for position, field in enumerate(item.value.fields):
            _check_field(field, item.where_listed("fields", position), statutes, problems)
        _check_feeding(item, problems)
        _check_names(item, problems)
        _check_dates(item, problems)
        _check_conditions(item, statutes, problems)
    for code_list in statutes.code_lists.all():
        _check_codes(code_list, problems)


def _check_field(field: CatalogueField, where: str, statutes: Statutes, problems: Problems) -> None:
    if field.values is not None and field.values not in statutes.code_lists:
        problems.add_unknown(
            "unknown-code-list",
            field.values,
            statutes.code_lists.ids(),
            zh=f"没有代码表 {field.values!r}",
            en=f"there is no code list {field.values!r}",
            where=where,
        )
    for key, pattern in (("pattern", field.pattern), ("extract", field.extract)):
        if pattern is not None:
            _check_pattern(key, pattern, where, problems)


def _check_pattern(key: str, pattern: str, where: str, problems: Problems) -> None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        problems.add(
            "bad-pattern",
            zh=f"{key!r} 不是合法的正则表达式：{error}",
            en=f"{key!r} is no valid regular expression: {error}",
            where=where,
        )
        return
    if _LOOKING.search(pattern):
        problems.add(
            "bad-pattern",
            zh=f"{key!r} 使用了环视或反向引用，批量引擎不支持；请换一种写法",
            en=f"{key!r} looks around or back, which the bulk engine does not do; write it otherwise",
            where=where,
        )
    if key == "extract" and groups == 0:
        problems.add(
            "bad-pattern",
            zh="'extract' 须有一个括号分组，取出每个编号",
            en="'extract' needs a group in brackets: what is taken out each time",
            where=where,
        )


def _check_feeding(item: Placed[CatalogueItem], problems: Problems) -> None:
    """That each field fits the column it feeds, and feeds it alone."""
    feeding: dict[str, str] = {}
    for position, field in enumerate(item.value.fields):
        if field.column is None:
            continue
        column = COLUMNS[field.column]
        where = item.where_listed("fields", position)
        if field.type not in _FEEDS.get(column.type, frozenset({field.type})):
            problems.add(
                "column-type",
                zh=f"{field.type} 类型的字段不能填入列 {column.name!r}（{column.type}）；请改字段类型或列",
                en=f"a field of type {field.type} cannot feed the column {column.name!r} ({column.type}); "
                "change the field's type or the column",
                where=where,
            )
        other = feeding.setdefault(column.name, field.id)
        if other != field.id:
            problems.add(
                "column-fed-twice",
                zh=f"列 {column.name!r} 已由字段 {other!r} 填入；请只留一个",
                en=f"the column {column.name!r} is already fed by the field {other!r}; let one of them feed it",
                where=where,
            )


def _check_names(item: Placed[CatalogueItem], problems: Problems) -> None:
    """That a heading leads to one field only, and is not also left out."""
    fields = item.value.fields
    named: dict[str, str] = dict.fromkeys(map(_folded, item.value.ignore), "ignore")
    for position, field in enumerate(fields):
        for name in dict.fromkeys(_folded(name) for name in (*field.codes, *field.headings)):
            other = named.setdefault(name, field.id)
            if other != field.id:
                problems.add(
                    "heading-twice",
                    zh=f"列名 {name!r} 同时属于 {other!r} 和 {field.id!r}；请只留一处",
                    en=f"the heading {name!r} belongs to {other!r} and to {field.id!r}; leave it to one of them",
                    where=item.where_listed("fields", position),
                )


def _folded(heading: str) -> str:
    return heading.strip().casefold()


def _check_dates(item: Placed[CatalogueItem], problems: Problems) -> None:
    """That what is compared or counted as a date is one."""
    types = {field.id: field.type for field in item.value.fields}
    named = [("date_order", name) for pair in item.value.date_order for name in pair]
    if item.value.reporting is not None:
        named.append(("reporting", item.value.reporting.from_))
    for key, name in named:
        if types[name] is not FieldType.DATE:
            problems.add(
                "not-a-date",
                zh=f"{key!r} 所用字段 {name!r} 的类型是 {types[name]}，应为 date",
                en=f"{key!r} uses the field {name!r}, whose type is {types[name]}; give it 'type: date'",
                where=item.where(key),
            )


def _check_conditions(item: Placed[CatalogueItem], statutes: Statutes, problems: Problems) -> None:
    lists = {code_list.value.id: code_list.value for code_list in statutes.code_lists.all()}
    names = readable_names([item.value], lists)
    if item.value.no_penalty_when is not None:
        with problems.noted():
            analyse(item.value.no_penalty_when, names, item.where("no_penalty_when"))
    for position, field in enumerate(item.value.fields):
        if isinstance(field.required, When):
            with problems.noted():
                analyse(field.required.when, names, item.where_listed("fields", position))


def _check_codes(code_list: Placed[CodeList], problems: Problems) -> None:
    """That a code is there once, and a spelling leads to one code only."""
    meant: dict[str, str] = {}
    for position, value in enumerate(code_list.value.values):
        for spelling in dict.fromkeys((value.code, value.title.zh, *value.aliases)):
            other = meant.setdefault(_folded(spelling), value.code)
            if other != value.code or (spelling == value.code and _is_repeated(code_list.value, position)):
                problems.add(
                    "spelling-twice",
                    zh=f"写法 {spelling!r} 同时属于代码 {other!r} 和 {value.code!r}；请只留一处",
                    en=f"the spelling {spelling!r} belongs to the codes {other!r} and {value.code!r}; leave it to one",
                    where=code_list.where_listed("values", position),
                )


def _is_repeated(code_list: CodeList, position: int) -> bool:
    return any(value.code == code_list.values[position].code for value in code_list.values[:position])

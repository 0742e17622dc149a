"""What the schema finds wrong with a document, said with its line, in both languages, with the cure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from gongxin.errors import Message
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic_core import ErrorDetails

    from gongxin.law.problems import Problems
    from gongxin.law.yaml_reader import Document, Place

Schema = TypeVar("Schema", bound=BaseModel)

_ABSENT = object()

_DATE = ("日期，例如 2026-04-01", "a date such as 2026-04-01")
_NUMBER = ("数", "a number")
_INTEGER = ("整数", "a whole number")
_TRUTH = ("true 或 false", "true or false")
_KEYS = ("若干键值（键: 值）", "keys and values (key: value)")

#: What is wanted where pydantic's complaint is of this type.
_WANTED = {
    "string_type": ("文本", "a text"),
    "string_too_short": ("非空文本", "a text that is not empty"),
    "tuple_type": ("列表（每行以 - 开头，或写作 [..]）", "a list (lines that start with '-', or [..])"),
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "none_required": ("空值（null）", "nothing (null)"),
}


def validated(schema: type[Schema], document: Document, problems: Problems) -> Schema | None:
    """The document as the schema reads it, or None with every mistake noted."""
    try:
        return schema.model_validate(document.data)
    except ValidationError as error:
        for place, rule, message in _mistakes(schema, document.data, error):
            problems.add(rule, zh=message.zh, en=message.en, where=document.where(place))
        return None


def _mistakes(schema: type[BaseModel], data: Any, error: ValidationError) -> Iterator[tuple[Place, str, Message]]:
    """Each mistake once: complaints of all the branches of a choice are drawn together into one."""
    groups: dict[tuple[str | int, ...], list[tuple[Place, ErrorDetails]]] = {}
    for details in error.errors(include_url=False):
        if details["type"] == "too_short" and details["input"]:
            continue  # counts what was valid of the list; what was not has its own complaint
        place, choice = _place(data, details)
        key = ("choice", *choice) if choice is not None else (len(groups), "alone")
        groups.setdefault(key, []).append((place, details))
    for found in groups.values():
        deepest = max(len(place) for place, _ in found)
        likely = [(place, details) for place, details in found if len(place) == deepest]
        own = [one for one in likely if "zh" in one[1].get("ctx", {})]
        place, details = (own or likely)[0]
        rule, message = _sentence(schema, place, details)
        if len(likely) > 1 and not own:
            rule, message = _wanted_any([one for _, one in likely])
        yield place, rule, message


def _place(data: Any, details: ErrorDetails) -> tuple[Place, Place | None]:
    """Where in the data a complaint is about, and the place of the choice of types it belongs to, if any.

    Pydantic's location also names the branches of a choice, which are no part of the data.
    """
    place: list[str | int] = []
    choice: Place | None = None
    current = data
    for part in details["loc"]:
        inside = _inside(current, part)
        if inside is not _ABSENT:
            current = inside
        elif details["type"] != "missing" or part != details["loc"][-1]:
            choice = tuple(place) if choice is None else choice
            continue
        place.append(part)
    return tuple(place), choice


def _inside(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part, _ABSENT)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return _ABSENT


def _sentence(schema: type[BaseModel], place: Place, details: ErrorDetails) -> tuple[str, Message]:
    kind, context = details["type"], details.get("ctx", {})
    if "zh" in context:
        return kind, Message(zh=context["zh"], en=context["en"])
    if kind == "missing":
        key = place[-1]
        return "missing-key", Message(zh=f"缺少 {key!r}；请补上", en=f"{key!r} is missing; add it")
    if kind == "extra_forbidden":
        cure = _split_text() if " " in str(place[-1]) else did_you_mean(str(place[-1]), _known_keys(schema, place[:-1]))
        return "unknown-key", Message(
            zh=f"不认识的键 {place[-1]!r}；{cure.zh}", en=f"unknown key {place[-1]!r}; {cure.en}"
        )
    if kind in ("enum", "literal_error"):
        return _not_one_of(details["input"], str(context["expected"]))
    if kind == "string_pattern_mismatch":
        return _bad_pattern(details["input"], str(context["pattern"]))
    if kind == "too_short":
        return "empty-list", Message(
            zh="列表不能为空；请至少写一项", en="the list must not be empty; give at least one entry"
        )
    if kind in _WANTED:
        return _wanted_any([details])
    return "wrong-value", Message(zh=f"值不合规定（{details['msg']}）", en=f"{details['msg']}")


def _split_text() -> Message:
    return Message(
        zh="若它属于前面的文字：大括号内含逗号的文字须加引号",
        en="if it belongs to the text before it: within braces, a text with a comma goes in quotes",
    )


def _wanted_any(complaints: Sequence[ErrorDetails]) -> tuple[str, Message]:
    wanted = list(dict.fromkeys(_WANTED.get(one["type"], ("其他写法", "another form")) for one in complaints))
    given = complaints[0]["input"]
    cure_zh, cure_en = "", ""
    if complaints[0]["type"] == "string_type" and isinstance(given, (int, date, Decimal)):
        cure_zh, cure_en = "；请加引号", "; put it in quotes"
    return "wrong-type", Message(
        zh=f"此处应为{'或'.join(zh for zh, _ in wanted)}，写的却是 {_shown(given)}{cure_zh}",
        en=f"{' or '.join(en for _, en in wanted)} is wanted here, and this is {_shown(given)}{cure_en}",
    )


def _not_one_of(given: object, expected: str) -> tuple[str, Message]:
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    cure = did_you_mean(str(given), choices)
    listed = ", ".join(choices)
    return "unknown-value", Message(
        zh=f"{_shown(given)} 不在可选值之内（{listed}）；{cure.zh}",
        en=f"{_shown(given)} is none of the possible values ({listed}); {cure.en}",
    )


def _bad_pattern(given: object, pattern: str) -> tuple[str, Message]:
    if pattern.startswith("^[a-z0-9]+("):
        return "bad-id", Message(
            zh=f"标识 {_shown(given)} 只能用小写字母和数字，层级之间用点，词之间用 - 或 _",
            en=f"the id {_shown(given)} may have lower-case letters and digits, dots between levels, "
            "- or _ between words",
        )
    return "wrong-value", Message(
        zh=f"{_shown(given)} 不符合格式 {pattern}", en=f"{_shown(given)} does not have the form {pattern}"
    )


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(list(value)[:3]) + ("" if len(value) <= 3 else ", ...") + "}"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _known_keys(schema: type[BaseModel], place: Place) -> list[str]:
    """The keys that the schema knows at a place."""
    models = [schema]
    for part in place:
        if isinstance(part, str):
            models = [inner for model in models for inner in _models_under(model, part)]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _models_under(model: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            yield from _models_in(field.annotation)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)

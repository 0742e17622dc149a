"""YAML as packs may write it: a small, strict part of the language, with the line of every key and value.

What often surprises writers is left out. ``no`` and ``on`` are words and not false and true, ``01`` is the code 01 and
not the number 1, numbers are decimals and never binary; a key given twice is refused, as are tags and anchors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import yaml

from gongxin.errors import LawError

if TYPE_CHECKING:
    from pathlib import Path

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 50
_LARGEST = 10_000_000  # bytes; a pack is written by hand

_TEXT_TAG = "tag:yaml.org,2002:str"
_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)
_QUOTED = frozenset("'\"|>")  # text, whatever it looks like

_INTEGER = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9]\d*)\.\d+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS: dict[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file read: its data, and the line (from 1) on which each key or list entry stands.

    ``outer`` is the part of every place that the file itself leaves out (see :meth:`within`).
    """

    path: Path
    data: Any
    lines: dict[Place, int] = field(repr=False)
    outer: Place = ()

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def length(self, place: Place) -> int:
        """How many entries the list at a place has; none if there is no list."""
        data = self.data
        for part in place:
            if isinstance(data, dict) and part not in data:
                return 0
            data = data[part]
        return len(data)

    def where(self, place: Place = ()) -> str:
        """File, line and field path, as every message shows them."""
        shown = dotted(place[len(self.outer) :])
        return f"{self.path}:{self.line(place)}" + (f": {shown}" if shown else "")

    def within(self, key: str) -> Document:
        """The document as the single entry of a list under ``key``."""
        outer: Place = (key, 0)
        lines = {(*outer, *place): line for place, line in self.lines.items()}
        return Document(self.path, {key: [self.data]}, lines, outer)


def dotted(place: Place) -> str:
    """``items[0].fields[3].type`` for a path of keys and positions."""
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return written.removeprefix(".")


def read_yaml(path: Path) -> Document:
    """Read one file.

    Raises :class:`LawError` with file and line where it cannot be read, is not UTF-8 or not YAML, or uses what packs
    may not.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise _refused(path, None, "cannot-read", f"无法读取：{reason}", f"cannot be read: {reason}") from None
    if len(raw) > _LARGEST:
        raise _refused(path, None, "file-too-large", "文件过大；请拆成几个文件", "too large for a pack; split it")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LawError(
            "not-utf-8",
            zh="文件不是 UTF-8 编码；请另存为 UTF-8",
            en="the file is not UTF-8; save it as UTF-8",
            where=f"{path}:{line}",
        ) from None
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise _syntax_error(path, error) from None
    except RecursionError:
        raise _refused(path, None, "yaml-too-deep", "嵌套过深", "nested too deep") from None
    reader = _Reader(path)
    data = None if node is None else reader.value(node, ())
    return Document(path, data, reader.lines)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Place, int] = {}
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self._seen:
            raise _refused(
                self.path,
                node,
                "yaml-anchor",
                "不支持锚点和别名；请原样写出",
                "anchors are not used in packs; write it out",
            )
        self._seen.add(id(node))
        if len(place) > _DEEPEST:
            raise _refused(self.path, node, "yaml-too-deep", "嵌套过深", "nested too deep")
        if node.tag not in _TAGS:
            raise _refused(
                self.path,
                node,
                "yaml-tag",
                f"不支持标签 {node.tag}；请删去",
                f"the tag {node.tag} is not used in packs; remove it",
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, position)) for position, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _refused(self.path, key_node, "yaml-key", "键必须是文字", "a key must be a word")
            key = key_node.value
            line = key_node.start_mark.line + 1
            if key in result:
                first = self.lines[(*place, key)]
                raise _refused(
                    self.path,
                    key_node,
                    "duplicate-key",
                    f"键 {key!r} 重复（首次在第 {first} 行）；请删去一个",
                    f"the key {key!r} is there twice (first on line {first}); remove one",
                )
            self.lines[(*place, key)] = line
            result[key] = self.value(value_node, (*place, key))
        return result

    def _scalar(self, node: yaml.ScalarNode) -> object:
        text = str(node.value)
        if node.style in _QUOTED or node.tag == _TEXT_TAG:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise _refused(
                    self.path, node, "no-such-day", f"没有 {text} 这一天", f"there is no day {text}"
                ) from None
        return text


def _refused(path: Path, node: yaml.Node | None, rule: str, zh: str, en: str) -> LawError:
    where = str(path) if node is None else f"{path}:{node.start_mark.line + 1}"
    return LawError(rule, zh=zh, en=en, where=where)


def _syntax_error(path: Path, error: yaml.YAMLError) -> LawError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    problem = str(getattr(error, "problem", None) or error).strip()
    zh, en = _hint(problem)
    return LawError(
        "yaml-syntax",
        zh=f"不是合法的 YAML（{problem}）；{zh}",
        en=f"this is no valid YAML ({problem}); {en}",
        where=f"{path}:{line}",
    )


def _hint(problem: str) -> tuple[str, str]:
    """What usually lies behind a complaint of the YAML parser."""
    if "mapping values are not allowed" in problem:
        return "值中含有冒号时请加引号", "put a value that holds a colon in quotes"
    if "cannot start any token" in problem or "tab character" in problem:
        return (
            "缩进请用空格，不要用制表符；特殊字符开头的值请加引号",
            "indent with spaces, not tabs, and quote values that start with a sign",
        )
    if "another document" in problem:
        return "一个文件只写一份内容，请删去 '---'", "one file holds one document; remove '---'"
    if "undefined alias" in problem:
        return "以 * 开头的值请加引号", "quote a value that starts with *"
    if "block" in problem or "indent" in problem:
        return "请检查这一行和上一行的缩进", "check the indentation of this line and the one above"
    return "请检查这一行的括号、引号和缩进", "check brackets, quotes and indentation on this line"

"""Every rule of intake has its sentence, every sentence its rule, and all of them can be filled in."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import gongxin.intake
from gongxin.intake.file_messages import FILE_ERRORS, FILE_NOTES
from gongxin.intake.messages import ROW_RULES, message
from gongxin.law.schema.catalogue import CatalogueField

INTAKE = Path(gongxin.intake.__file__).parent
MODULES = [path for path in INTAKE.rglob("*.py") if path.name not in ("messages.py", "file_messages.py")]

RULE_IN_SQL = re.compile(r"(?:THEN|ELSE) '([a-z]+(?:-[a-z]+)+|rounded)'")
#: Calls whose first or second argument names a rule.
ROW_CALLS = {"Fault", "where", "Remark"}
FILE_CALLS = {"file_error", "file_note"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def constants(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def words_of(path: Path) -> set[str]:
    """All texts in a module that are whole words joined by hyphens, and rules named within SQL."""
    texts = constants(ast.parse(path.read_text(encoding="utf-8")))
    named = {found for text in texts for found in RULE_IN_SQL.findall(text)}
    return {text for text in texts if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", text)} | named


def rules_named_in(calls: set[str]) -> set[str]:
    """Rules that are given to calls of the given names as they stand."""
    named: set[str] = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in calls:
                texts = {text for argument in node.args[:2] for text in constants(argument)}
                named |= {text for text in texts if re.fullmatch(r"[a-z]+(?:-[a-z]+)+", text)}
    return named


ALL_WORDS = set().union(*map(words_of, MODULES))


@pytest.mark.parametrize("rule", sorted(ROW_RULES.keys() | FILE_ERRORS.keys() | FILE_NOTES.keys()))
def test_every_sentence_has_a_rule_that_is_used(rule: str) -> None:
    assert rule in ALL_WORDS


def test_every_rule_used_on_a_row_has_a_sentence() -> None:
    in_sql = {
        found for path in MODULES for text in [path.read_text(encoding="utf-8")] for found in RULE_IN_SQL.findall(text)
    }
    used = rules_named_in(ROW_CALLS) | in_sql
    assert len(used) > 40
    assert used - ROW_RULES.keys() == set()


def test_every_rule_used_on_a_file_has_a_sentence() -> None:
    used = rules_named_in(FILE_CALLS)
    assert len(used) > 30
    assert used - FILE_ERRORS.keys() - FILE_NOTES.keys() == set()


@pytest.mark.parametrize("rule", sorted(ROW_RULES))
def test_a_sentence_about_a_row_can_be_filled_in_and_is_there_in_both_languages(rule: str) -> None:
    field = CatalogueField.model_validate(
        {"id": "one", "title": {"zh": "字段名", "en": "the field"}, "max_length": 7},
    )
    said = message(rule, field, "细节 detail")
    for language, sentence in (("zh", said.zh), ("en", said.en)):
        assert sentence
        assert "{" not in sentence
        assert sentence.rstrip()[-1] in ("。" if language == "zh" else ".") or "细节" in sentence[-12:]
    assert re.search(r"[\u4e00-\u9fff]", said.zh)


@pytest.mark.parametrize("sentences", [ROW_RULES, FILE_ERRORS, FILE_NOTES], ids=["rows", "errors", "notes"])
def test_both_languages_say_the_same_things_of_the_case(sentences: dict[str, tuple[str, str]]) -> None:
    for rule, (zh, en) in sentences.items():
        values = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (zh, en)]
        assert values[0] == values[1], rule

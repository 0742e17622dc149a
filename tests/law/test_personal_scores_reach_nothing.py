"""A personal score opens benefits only: no rule, no procedure and no measure has a way to read one."""

from __future__ import annotations

from typing import Any

import pytest

from gongxin.law.columns import COLUMNS
from gongxin.law.library import Law
from gongxin.law.schema.procedure import Check, Condition, Procedure, ProcedureFile
from gongxin.subjects.kinds import SubjectKind


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load([])


def items_read(procedure: Procedure) -> set[str]:
    """Every item whose records a procedure is about, or looks at in its conditions."""
    return {*procedure.items, *(item for condition in procedure.conditions for item in condition.items)}


def test_the_result_of_a_personal_model_is_nowhere_on_file(law: Law) -> None:
    personal = [model for model in law.models if SubjectKind.NATURAL_PERSON in model.for_]
    assert personal
    assert [model.id for model in personal if model.results is not None] == []


def test_no_record_that_a_procedure_reads_holds_the_score_of_a_person(law: Law) -> None:
    grades = {
        item
        for procedure in law.procedures
        for condition in procedure.conditions
        if condition.check is Check.GRADE
        for item in condition.items
    }
    assert grades  # there are procedures that ask for a grade
    for item in grades:
        assert SubjectKind.NATURAL_PERSON not in law.item(item).kinds, item


def test_no_procedure_reads_what_persons_come_under_by_consent(law: Law) -> None:
    by_consent = {
        item.id for item in law.items.values() if item.persons is not None and item.persons.admitted_by == "consent"
    }
    assert not by_consent & {item for procedure in law.procedures for item in items_read(procedure)}


def test_a_condition_has_no_word_for_a_score_or_a_model() -> None:
    words = {"score", "model", "models", "evaluation"}
    assert not words & set(Condition.model_fields) | words & set(Procedure.model_fields)
    assert not words & set(COLUMNS)
    assert not {name for name in keys_of(ProcedureFile.model_json_schema()) if name in words}


def keys_of(schema: Any) -> set[str]:
    """Every key that a file of procedures may use, at any depth."""
    if isinstance(schema, dict):
        own = set(schema.get("properties", {}))
        return own.union(*(keys_of(value) for value in schema.values()))
    if isinstance(schema, list):
        return set().union(*(keys_of(value) for value in schema))
    return set()

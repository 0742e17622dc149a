"""Experts' cases put to the test: the records of a case laid down in an empty ledger, and the model run over them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongxin.errors import LawError, UsageError
from gongxin.evaluation.explain import Explanation, NotEvaluated, explain_attached
from gongxin.evaluation.sql import compile_model
from gongxin.law.columns import COLUMNS
from gongxin.law.pack_files import read_cases
from gongxin.law.problems import Problems
from gongxin.law.suggestions import did_you_mean
from gongxin.ledger.tables import EVENT, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.law.schema.cases import Case, CaseRecord, Expected

_SUBJECT = "case"
_NO_DATA = "no-data"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first step at which a model comes to something else than an expert, and to what."""

    step: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class Tried:
    """A case that was tried: where it stands, and the first difference; none if it came out as expected."""

    pack: str
    model: str
    case: Case
    where: str
    difference: Difference | None

    def as_dict(self) -> dict[str, object]:
        """The outcome in the form in which commands print it."""
        told = None
        if self.difference is not None:
            told = {
                "step": self.difference.step,
                "expected": self.difference.expected,
                "found": self.difference.found,
            }
        return {
            "pack": self.pack,
            "model": self.model,
            "case": self.case.case,
            "where": self.where,
            "passed": self.difference is None,
            "difference": told,
        }


def try_cases(law: Law, named: str | None = None) -> Iterator[Tried]:
    """Run the cases of all packs, or of the pack or model of that name.

    Raises :class:`UsageError` for a name that is neither (``unknown-id``),
    :class:`gongxin.law.problems.LawErrors` for case files that cannot be read, and :class:`LawError` for a case that
    names a field its item does not have.
    """
    known = {*law.packs, *(model.id for model in law.models)}
    if named is not None and named not in known:
        cure = did_you_mean(named, known)
        raise UsageError(
            "unknown-id",
            zh=f"没有规则包或模型 {named!r}；{cure.zh}",
            en=f"there is no pack and no model {named!r}; {cure.en}",
            where=named,
        )
    problems = Problems()
    files = [
        (pack_id, content, document)
        for pack_id, pack in law.packs.items()
        for content, document in read_cases(pack.source.path.parent, problems)
        if named in (None, pack_id, content.model)
    ]
    problems.raise_any()
    with _empty_ledger() as connection:
        for pack_id, content, document in files:
            for place, case in enumerate(content.cases):
                where = document.where(("cases", place))
                difference = _try(connection, law, content.model, case, where)
                yield Tried(pack_id, content.model, case, where, difference)


def _empty_ledger() -> DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    for table in (RECORD, EVENT):
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in table.stored.items())
        connection.execute(f"CREATE TEMP TABLE {table.name} ({columns})")
    return connection


def _try(connection: DuckDBPyConnection, law: Law, model: str, case: Case, where: str) -> Difference | None:
    compiled = compile_model(law, model, case.as_of)
    kind = case.kind or compiled.plan.model.for_[0]
    records = (_record(law, of, str(place), kind, where) for place, of in enumerate(case.records))
    _lay_down(connection, "record", records)
    events = [
        {
            "event_id": str(place),
            "record_id": None if of.record is None else _id_of(case, of.record),
            "subject_id": _SUBJECT,
            "kind": of.kind,
            "effective_on": of.on,
            "case_no": of.case_no,
            "detail": None if of.purpose is None else json.dumps({"purpose": of.purpose}),
        }
        for place, of in enumerate(case.events)
    ]
    _lay_down(connection, "event", events)
    try:
        explanation = explain_attached(connection, law, compiled, known_at=0)
    except NotEvaluated as reason:
        found = _NO_DATA if reason.barred_by is None else reason.barred_by[0]
        expected = case.expect.not_evaluated
        return None if found == expected else Difference("not_evaluated", expected, found)
    return next(_differences(case.expect, explanation), None)


def _lay_down(connection: DuckDBPyConnection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    connection.execute(f"TRUNCATE {table}")
    for row in rows:
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def _id_of(case: Case, named: str) -> str:
    return next(str(place) for place, record in enumerate(case.records) if record.id == named)


def _record(law: Law, record: CaseRecord, record_id: str, kind: str, where: str) -> dict[str, Any]:
    """The row of a record: common columns as they are, fields of the item in the payload."""
    fields = {field.id for field in law.item(record.item).fields}
    row: dict[str, Any] = {"record_id": record_id, "version": 1, "subject_id": _SUBJECT, "subject_kind": kind}
    payload = {}
    for name, value in record.values.items():
        if name in COLUMNS:
            row[name] = value
        elif name in fields:
            payload[name] = _text(value)
        else:
            cure = did_you_mean(name, fields | set(COLUMNS))
            raise LawError(
                "unknown-field",
                zh=f"事项 {record.item!r} 没有字段 {name!r}；{cure.zh}",
                en=f"the item {record.item!r} has no field {name!r}; {cure.en}",
                where=where,
            )
    return {**row, "item": record.item, "payload": json.dumps(payload, ensure_ascii=False)}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _differences(expected: Expected, found: Explanation) -> Iterator[Difference]:
    """What differs, in the order of the computation."""
    if expected.not_evaluated is not None:
        yield Difference("not_evaluated", expected.not_evaluated, None)
    lines: dict[str, Decimal] = {}
    for part in found.contributions:
        if part.indicator is not None:
            lines[part.indicator] = lines.get(part.indicator, Decimal(0)) + part.points
    steps: list[tuple[str, object, object]] = []
    if expected.base is not None:
        steps.append(("base", expected.base, found.base))
    steps += [(f"line {name}", points, lines.get(name, Decimal(0))) for name, points in expected.lines.items()]
    steps += [(f"dimension {name}", points, found.dimensions.get(name)) for name, points in expected.dimensions.items()]
    steps.append(("score", expected.score, found.score))
    if expected.grade is not None:
        steps.append(("grade", expected.grade, found.grade))
    steps.append(("direct", expected.direct, None if found.direct is None else found.direct[0]))
    yield from (Difference(*step) for step in steps if step[1] != step[2])

"""Dated parameters beside ``openfisca-core``: a million subjects on both sides of each change of ``zj.enterprise``.

``python -m bench.dated_parameters [SUBJECTS]``: the model is evaluated on the last day of each edition and the first of
the next. OpenFisca (AGPL: an oracle in an environment of its own, nothing of it is imported) is told the start score,
the bounds of dimensions and those of grades as parameters with their dates, and of each subject the points of each
dimension; which edition holds on a day it finds out by itself. Scores and grades must be equal.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from bench.evaluation_ledger import open_ledger
from bench.oracle import ask
from gongxin.evaluation.run import evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.law.schema.model import EvaluationModel

MODEL, SUBJECTS = "zj.enterprise", 1_000_000
REQUIREMENTS = ("openfisca-core==43.2.2", "pandas==2.2.3", "pyarrow==18.1.0")
RULE = "on-a-serious-list"


def parameters(editions: list[EvaluationModel]) -> dict[str, Any]:
    """The parameters of all editions in OpenFisca's form: every value with the day from which it holds; hundredths."""
    dimensions = [of.id for of in editions[0].dimensions]
    most_grades = max(len(edition.grades) for edition in editions) - 1

    def dated(values: list[int]) -> dict[str, Any]:
        return {"values": {str(of.in_force.from_): {"value": v} for of, v in zip(editions, values, strict=True)}}

    def of_dimensions(bound: str) -> dict[str, Any]:
        return {
            name: dated([int(getattr(edition.dimensions[place], bound) * 100) for edition in editions])
            for place, name in enumerate(dimensions)
        }

    bounds = [[int(band.from_ * 100) for band in of.grades if band.from_ is not None] for of in editions]
    lowest = -(10**9)  # a grade fewer: a bound that nobody is below
    padded = [[*of, *[lowest] * (most_grades - len(of))] for of in bounds]
    ceilings = [next(rule.not_above for rule in edition.rules if rule.id == RULE) for edition in editions]
    ranks = [[b.id for b in of.grades].index(grade or "") for of, grade in zip(editions, ceilings, strict=True)]
    return {
        "dimensions": dimensions,
        "grades": [f"bound{place}" for place in range(most_grades)],
        "parameters": {
            "base": dated([int(edition.base.points * 100) for edition in editions]),
            "floor": of_dimensions("floor"),
            "cap": of_dimensions("cap"),
            "bound": {f"bound{place}": dated([of[place] for of in padded]) for place in range(most_grades)},
            "listed_rank": dated(ranks),
        },
    }


def _differences(result: Path, answer: str, grades: list[str]) -> int:
    """How many subjects have another score or grade."""
    named = f"[{', '.join(repr(grade) for grade in grades)}][rank + 1]"
    ours = f"SELECT subject_id, CAST(score * 100 AS BIGINT) AS score, grade FROM read_parquet('{result}')"
    theirs = f"SELECT subject_id, CAST(total AS BIGINT) AS score, {named} AS grade FROM read_parquet('{answer}')"
    differ = f"SELECT count(*) FROM (({ours} EXCEPT {theirs}) UNION ALL ({theirs} EXCEPT {ours}))"
    return int(duckdb.execute(differ).fetchall()[0][0])


def main(subjects: int) -> None:
    """Evaluate on both sides of each change, ask OpenFisca, compare; a line for each day."""
    workspace, ledger = open_ledger(subjects)
    law = workspace.law()
    editions = sorted((of for of in law.models if of.id == MODEL), key=lambda of: of.in_force.from_)
    changes = [of.in_force.from_ for of in editions[1:]]
    days = [day for change in changes for day in (change - timedelta(days=1), change)]
    question: dict[str, Any] = {**parameters(editions), "days": {}}
    results: dict[date, Path] = {}
    for day in days:
        results[day] = workspace.root / f"dated-{day}.parquet"
        evaluate(ledger, law, MODEL, as_of=day, known_at=1, out=results[day])
        columns = ", ".join(f'CAST("{name}" * 100 AS INTEGER) AS "{name}"' for name in question["dimensions"])
        # Where the ceiling did not lower the grade it makes no difference whether a subject is on the list.
        listed = f"coalesce(direct = '{RULE}', FALSE) AS listed"
        file = f"{results[day]}.question"
        duckdb.execute(
            f"COPY (SELECT subject_id, {columns}, {listed} FROM read_parquet('{results[day]}'))"
            f" TO '{file}' (FORMAT parquet)"
        )
        question["days"][str(day)] = file
    asked = workspace.root / "dated-parameters.json"
    asked.write_text(json.dumps(question))
    for answer in ask("openfisca", REQUIREMENTS, "dated_parameters.py", str(asked)):
        day = date.fromisoformat(answer["day"])
        grades = [band.id for band in law.model(MODEL, day).grades]
        differ = _differences(results[day], f"{results[day]}.question.answer", grades)
        told = {"day": answer["day"], "subjects": answer["subjects"], "differ": differ}
        print(json.dumps({**told, "seconds_openfisca": round(answer["seconds"], 2)}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SUBJECTS)

"""Grades by ``openfisca-core`` from dated parameters: start score, bounds of dimensions, grade bounds, by its calendar.

Argument: a JSON file with the dated parameters, the names of dimensions and of grade bounds, and for each day a Parquet
file of ``subject_id``, a column a dimension and ``listed``. Writes scores and ranks beside each file.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy
import pandas
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

asked = json.loads(Path(sys.argv[1]).read_text())
Subject = build_entity(key="subject", plural="subjects", label="subject", is_person=True)


def given(name: str, type_: type) -> type:
    """A variable that is put in."""
    fields = {"value_type": type_, "entity": Subject, "definition_period": DateUnit.DAY}
    return type(name, (Variable,), fields)


def score(persons: Any, period: Any, parameters: Any) -> Any:
    """The start score and every dimension within its bounds."""
    at = parameters(period)
    total = at.base
    for name in asked["dimensions"]:
        points = persons(f"of_{name}", period)
        total = total + numpy.clip(points, at.floor[name], at.cap[name])
    return total


def rank(persons: Any, period: Any, parameters: Any) -> Any:
    """How many grades are better."""
    at = parameters(period)
    found = persons("score", period)
    bounds = [at.bound[name] for name in asked["grades"]]
    by_score = sum((found < bound).astype(int) for bound in bounds)
    return numpy.where(persons("listed", period), numpy.maximum(by_score, at.listed_rank), by_score).astype(int)


def system() -> TaxBenefitSystem:
    """Parameters and variables."""
    made = TaxBenefitSystem([Subject])
    made.parameters = ParameterNode("", data=asked["parameters"])
    for name in asked["dimensions"]:
        made.add_variable(given(f"of_{name}", int))
    made.add_variable(given("listed", bool))
    for name, formula in (("score", score), ("rank", rank)):
        fields = {"value_type": int, "entity": Subject, "definition_period": DateUnit.DAY, "formula": formula}
        made.add_variable(type(name, (Variable,), fields))
    return made


answers = []
for day, file in asked["days"].items():
    rows = pandas.read_parquet(file)
    started = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(system(), count=len(rows))
    for name in asked["dimensions"]:
        simulation.set_input(f"of_{name}", day, rows[name].to_numpy().astype("int32"))
    simulation.set_input("listed", day, rows["listed"].to_numpy().astype(bool))
    rows["rank"] = simulation.calculate("rank", day)
    rows["total"] = simulation.calculate("score", day)
    answers.append({"day": day, "subjects": len(rows), "seconds": time.perf_counter() - started})
    rows[["subject_id", "rank", "total"]].to_parquet(file + ".answer")
print(json.dumps(answers))

"""The cases of ``cases/publicity.yaml``: each record falls into the class, and stands, as the case says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import yaml

from gongxin.law.library import Law
from gongxin.ledger.tables import TABLES
from gongxin.standing import Standing, create_standing_view, read_standings

if TYPE_CHECKING:
    from collections.abc import Mapping

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "publicity.yaml").read_text("utf-8"))

FINED: dict[str, Any] = {
    "item": "cn.penalty",
    "subject_kind": "enterprise",
    "kinds": ["fine"],
    "amount": 50_000,
    "procedure": "ordinary",
    "authority": "云泽市生态环境局",
    "legal_basis": "《水污染防治法》第八十三条",
    "determined_on": date(2026, 5, 6),
}


def record_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """The row of the ledger that a case describes."""
    said = {**FINED, **case["fined"]} if "fined" in case else case["record"]
    return {
        "record_id": case["case"],
        "version": 1,
        "subject_id": "s",
        "no_penalty": False,
        "payload": json.dumps(case.get("payload", {})),
        **said,
    }


@pytest.fixture(scope="module")
def standings() -> Mapping[str, Standing]:
    """The standing of every case, asked of one ledger with all their records."""
    law = Law.load()
    answers: dict[str, Standing] = {}
    with duckdb.connect(config={"threads": 1}) as connection:
        for table in TABLES.values():
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in table.stored.items())
            connection.execute(f"CREATE TEMP TABLE {table.name} ({columns})")
        for row in map(record_of, CASES):
            names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
            connection.execute(f"INSERT INTO record ({names}) VALUES ({marks})", list(row.values()))
        for as_of in sorted({case["as_of"] for case in CASES}):
            create_standing_view(connection, law, as_of)
            found = read_standings(connection)
            answers |= {case["case"]: found[case["case"]] for case in CASES if case["as_of"] == as_of}
    return answers


def test_no_two_cases_say_the_same() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test(case: Mapping[str, Any], standings: Mapping[str, Standing]) -> None:
    standing, expected = standings[case["case"]], case["expect"]
    assert [standing.rule_set, standing.class_] == expected["class"]
    assert [name for name in ("displayed", "shared", "counted") if getattr(standing, name)] == expected["effects"]
    assert standing.ends_on == expected.get("to")
    assert standing.repairable_from == expected.get("repair_from")


def test_every_class_of_the_nations_rule_sets_has_a_case(standings: Mapping[str, Standing]) -> None:
    national = {
        (rules.id, one.id) for rules in Law.load().publicity if rules.id.startswith("r20") for one in rules.classes
    }
    met = {(standing.rule_set, standing.class_) for standing in standings.values()}
    assert national - met == set()

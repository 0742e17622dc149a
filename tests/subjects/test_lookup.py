"""Looking a subject up by name: who comes first, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from gongxin.subjects.lookup import Candidate, Likeness, find
from gongxin.subjects.names import name_key

if TYPE_CHECKING:
    import duckdb

TAXI, WORKS, BRANCH, BAKER = "taxi", "works", "branch", "baker"

NAMES: dict[str, tuple[str, list[str]]] = {
    TAXI: ("云泽市捷顺出租汽车有限公司", ["云泽市红帆客运有限公司"]),
    WORKS: ("云泽市捷顺建设工程有限公司", []),
    BRANCH: ("云泽市捷顺出租汽车有限公司城东分公司", []),
    BAKER: ("云泽市麦香园烘焙坊（个体工商户）", []),
}


@pytest.fixture(scope="module")
def register(connection: duckdb.DuckDBPyConnection) -> str:
    rows: list[dict[str, object]] = [
        {
            "subject_id": subject,
            "name": name,
            "name_key": name_key(name),
            "former_names": former,
            "former_keys": [name_key(one) for one in former],
        }
        for subject, (name, former) in NAMES.items()
    ]
    plain = [f"云泽市{a}{b}贸易有限公司" for a in "青禾瑞丰盛达信德" for b in "泰祥鼎宏明远博源"]
    rows += [
        {"subject_id": name, "name": name, "name_key": name_key(name), "former_names": None, "former_keys": None}
        for name in plain
    ]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE register (subject_id VARCHAR, name VARCHAR, name_key VARCHAR, "
        "former_names VARCHAR[], former_keys VARCHAR[])"
    )
    connection.register("rows_of_register", pa.Table.from_pylist(rows))
    connection.execute("INSERT INTO register SELECT * FROM rows_of_register")
    return "register"


def first(connection: duckdb.DuckDBPyConnection, register: str, name: str) -> Candidate:
    return find(connection, register, name)[0]


def test_the_very_name_comes_first_with_full_score(connection: duckdb.DuckDBPyConnection, register: str) -> None:
    best = first(connection, register, "云泽市捷顺出租汽车有限责任公司")
    assert best == Candidate(TAXI, "云泽市捷顺出租汽车有限公司", 1.0, Likeness.SAME_NAME)


def test_a_former_name_finds_the_subject_and_is_shown(connection: duckdb.DuckDBPyConnection, register: str) -> None:
    best = first(connection, register, "云泽市红帆客运有限公司")
    assert (best.subject_id, best.name, best.likeness) == (TAXI, "云泽市红帆客运有限公司", Likeness.FORMER_NAME)


def test_a_name_written_short_is_contained(connection: duckdb.DuckDBPyConnection, register: str) -> None:
    best = first(connection, register, "麦香园烘焙")
    assert (best.subject_id, best.likeness) == (BAKER, Likeness.CONTAINED)


def test_a_misspelt_name_is_similar_and_rare_characters_decide(
    connection: duckdb.DuckDBPyConnection, register: str
) -> None:
    best = first(connection, register, "云泽市捷顺出租车公司")
    assert (best.subject_id, best.likeness) == (TAXI, Likeness.SIMILAR)


def test_candidates_come_in_order_of_score(connection: duckdb.DuckDBPyConnection, register: str) -> None:
    found = find(connection, register, "云泽市捷顺出租汽车有限公司", limit=3, least=0.1)
    assert [candidate.subject_id for candidate in found] == [TAXI, BRANCH, WORKS]
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize("name", ["", "（）", "完全另一家商号"])
def test_a_name_like_no_other_finds_nobody(connection: duckdb.DuckDBPyConnection, register: str, name: str) -> None:
    assert find(connection, register, name) == []


def test_quotes_in_a_name_do_no_harm(connection: duckdb.DuckDBPyConnection, register: str) -> None:
    assert find(connection, register, "O'Brien''; DROP TABLE register --") == []


def test_an_empty_register_has_no_candidates(connection: duckdb.DuckDBPyConnection, register: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE nobody AS SELECT * FROM {register} LIMIT 0")
    assert find(connection, "nobody", "云泽市捷顺出租汽车有限公司") == []

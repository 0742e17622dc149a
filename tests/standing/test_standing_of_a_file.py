"""A file is answered by the statement for its sort, and the answer is that of the one statement for all items."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from tests.standing.test_shipped_rule_sets import CASES

from gongxin.law.library import Law
from gongxin.ledger import desk as desks
from gongxin.ledger.desk import Desk, Sort
from gongxin.standing import FileStandings, create_standing_view, read_standings

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

DAYS = [date(2019, 6, 30), date(2022, 6, 1), date(2026, 4, 1)]
KINDS = ("repaired", "withdrawn", "shielded", "objection_opened", "list_exit", "corrected", "consent_withdrawn")


class Cabinet:
    """Every shipped case as a record, and some of no rule's; a file is some of these, laid on a desk."""

    def __init__(self, law: Law, connection: duckdb.DuckDBPyConnection) -> None:
        self.law, self.desk = law, Desk(connection)
        columns = sorted({name for case in CASES for name in case.columns})
        names = ", ".join(f'"{name}"' for name in ("record_id", "item", "determined_on", "payload", *columns))
        connection.execute("CREATE TEMP TABLE filed AS FROM temp.record")
        insert = f"INSERT INTO filed ({names}) VALUES ({', '.join('?' * (4 + len(columns)))})"
        for case in CASES:
            row = {"subject_kind": "enterprise", **case.columns}
            payload = str(case.payload).replace("'", '"')
            connection.execute(insert, [str(case), f"cn.{case.item}", case.day, payload, *map(row.get, columns)])
        for item in ("cn.honour", "cn.evaluation", "cn.of-no-catalogue"):
            connection.execute(insert, [item, item, "2022-05-01", "{}", *(None for _ in columns)])
        rows = connection.execute("SELECT DISTINCT item FROM filed ORDER BY item").fetchall()
        self.items = [item for (item,) in rows]

    def take_out(self, items: frozenset[str], *, eventful: bool) -> None:
        connection = self.desk.connection
        self.desk.planned_for = False
        connection.execute("DELETE FROM temp.record")
        connection.execute("DELETE FROM temp.event")
        connection.execute("INSERT INTO temp.record FROM filed WHERE list_contains(?, item)", [sorted(items)])
        if eventful:
            connection.execute(
                "INSERT INTO temp.event (event_id, record_id, kind, effective_on, cite_instrument) "
                "SELECT 'e' || row_number() OVER (ORDER BY record_id), record_id, "
                "list_extract(?, 1 + (hash(record_id) % ?)::INTEGER), DATE '2022-05-20', 'a-decision' "
                "FROM temp.record WHERE hash(record_id, 1) % 2 = 0",
                [list(KINDS), len(KINDS)],
            )

    def by_the_view(self, as_of: date) -> dict[str, Any]:
        create_standing_view(self.desk.connection, self.law, as_of)
        return read_standings(self.desk.connection)


@pytest.fixture(scope="module")
def cabinet() -> Iterator[Cabinet]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield Cabinet(Law.load(), connection)


def kept(cabinet: Cabinet) -> int:
    return len(cabinet.desk.connection.execute("FROM duckdb_prepared_statements()").fetchall())


def asked_twice(standings: FileStandings, items: frozenset[str], *, eventful: bool) -> list[dict[str, Any]]:
    """The answer of the statement for all items, and that of the sort's own."""
    return [standings.of(Sort(items, eventful)) for _ in range(2)]


@pytest.mark.slow
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_a_statement_for_a_files_items_answers_as_the_one_for_all(cabinet: Cabinet, as_of: date) -> None:
    """Over every item of every shipped rule set, alone and all together."""
    files = [frozenset({item}) for item in cabinet.items]
    files.append(frozenset(cabinet.items))
    standings = FileStandings(cabinet.desk, cabinet.law, as_of)
    for items in files:
        for eventful in (False, True):
            cabinet.take_out(items, eventful=eventful)
            due = cabinet.by_the_view(as_of)
            assert due
            assert asked_twice(standings, items, eventful=eventful) == [due, due], (items, eventful)


def test_a_firms_penalties_and_honours_stand_as_in_the_view(cabinet: Cabinet) -> None:
    items = frozenset({"cn.penalty", "cn.honour"})
    standings = FileStandings(cabinet.desk, cabinet.law, DAYS[2])
    for eventful in (False, True):
        cabinet.take_out(items, eventful=eventful)
        due = cabinet.by_the_view(DAYS[2])
        assert asked_twice(standings, items, eventful=eventful) == [due, due]
        assert len(due) > len(CASES) / 2


def test_an_item_that_no_catalogue_lists_has_a_standing_all_the_same(cabinet: Cabinet) -> None:
    items = frozenset({"cn.of-no-catalogue"})
    cabinet.take_out(items, eventful=False)
    due = cabinet.by_the_view(DAYS[2])
    standings = FileStandings(cabinet.desk, cabinet.law, DAYS[2])
    assert asked_twice(standings, items, eventful=False) == [due, due]
    assert due["cn.of-no-catalogue"].reason == "no-rule"


def test_an_empty_file_is_answered_without_asking(cabinet: Cabinet) -> None:
    cabinet.take_out(frozenset(), eventful=False)
    assert FileStandings(cabinet.desk, cabinet.law, DAYS[2]).of(Sort(frozenset())) == {}


def test_of_the_statements_no_more_are_kept_than_the_bound(cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sort that was put away is planned anew when it comes again, and answers as before."""
    monkeypatch.setattr(desks, "STATEMENTS", 2)
    standings = FileStandings(cabinet.desk, cabinet.law, DAYS[2])
    before = kept(cabinet)
    files = [frozenset(pair) for pair in combinations(["cn.honour", "cn.sector-roll", "cn.tax-finding"], 2)]
    for items in (*files, files[0]):
        cabinet.take_out(items, eventful=False)
        due = cabinet.by_the_view(DAYS[2])
        assert asked_twice(standings, items, eventful=False) == [due, due]
        assert kept(cabinet) <= before + 2
    assert kept(cabinet) == before + 2


def test_whoever_waits_for_a_file_waits_for_one_plan_at_the_most(cabinet: Cabinet) -> None:
    """Asked two questions about a sort that comes again, the desk plans for one, and for the other at the next file."""
    questions = [FileStandings(cabinet.desk, cabinet.law, as_of) for as_of in DAYS[:2]]
    items = frozenset({"cn.honour", "cn.evaluation"})
    before = kept(cabinet)
    for plans in (0, 1, 2, 2):
        cabinet.take_out(items, eventful=False)
        for standings, as_of in zip(questions, DAYS[:2], strict=True):
            assert standings.of(Sort(items, eventful=False)) == cabinet.by_the_view(as_of)
        assert kept(cabinet) == before + plans

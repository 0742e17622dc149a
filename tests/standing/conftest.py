"""A desk to work at: an empty ledger in memory, a small book of law, and the question what a record is worth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from gongxin.law.library import Law
from gongxin.law.schema.catalogue import CatalogueItem
from gongxin.law.schema.publicity import PublicityRules
from gongxin.law.working_days import WorkingCalendar
from gongxin.ledger.tables import TABLES
from gongxin.standing import Standing, create_standing_view, read_standings

if TYPE_CHECKING:
    from collections.abc import Iterator

_CITE = {"instrument": "book", "article": "1", "verified": True}
_COLUMN_TYPES = {
    "kinds": {"type": "codes", "values": "kinds"},
    "amount": {"type": "amount", "unit": "yuan"},
    **{name: {"type": "date"} for name in ("occurred_on", "determined_on", "published_on")},
    **{name: {"type": "date"} for name in ("effective_from", "effective_to")},
}


def item(item_id: str, nature: str) -> CatalogueItem:
    """A catalogue item whose fields feed the columns that publicity rules read."""
    fed = (*_COLUMN_TYPES, "severity", "procedure", "status", "field")
    fields = [
        {"id": f"f_{name}", "title": {"zh": name, "en": name}, "column": name, **_COLUMN_TYPES.get(name, {})}
        for name in fed
    ]
    return CatalogueItem.model_validate(
        {
            "id": item_id,
            "title": {"zh": item_id, "en": item_id},
            "catalogue_class": "test",
            "nature": nature,
            "kinds": ["enterprise"],
            "in_force": {"from": "2000-01-01"},
            "cite": {"instrument": "catalogue", "article": item_id, "verified": False},
            "subject": {"scheme": "uscc", "code": "code"},
            "key": ["code"],
            "fields": [{"id": "code", "title": {"zh": "码", "en": "code"}}, *fields],
        }
    )


def book(*publicity: PublicityRules) -> Law:
    """A law of penalties, lists and honours under the given rule sets."""
    items = (item("penalty", "adverse"), item("listing", "adverse"), item("honour", "favourable"))
    return Law(
        statutes=None,  # type: ignore[arg-type]
        packs={},
        instruments={},
        items={of.id: of for of in items},
        code_lists={},
        parameters={},
        publicity=publicity,
        models=(),
        flows={},
        procedures=(),
        regions=(),
        calendar=WorkingCalendar(()),
        version="test",
    )


def rules(rules_id: str, classes: list[dict[str, Any]], **rest: Any) -> PublicityRules:
    """A rule set over penalties, from a few keys."""
    whole = [{"title": {"zh": "类", "en": "class"}, "cite": {**_CITE, "article": c["id"]}, **c} for c in classes]
    return PublicityRules.model_validate(
        {
            "id": rules_id,
            "title": {"zh": rules_id, "en": rules_id},
            "in_force": {"from": "2000-01-01"},
            "items": ["penalty"],
            "starts": ["determined_on"],
            "cite": _CITE,
            "classes": whole,
            **rest,
        }
    )


class Desk:
    """Records and events are laid down here, and standing is asked for."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        for table in TABLES.values():
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in table.stored.items())
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {table.name} ({columns})")

    def record(self, record_id: str = "r", item: str = "penalty", **columns: Any) -> None:
        self._insert("record", record_id=record_id, version=1, subject_id="s", item=item, **columns)

    def event(self, kind: str, on: str, record_id: str | None = "r", **columns: Any) -> None:
        (number,) = self.connection.execute("SELECT count(*) FROM event").fetchall()[0]
        whole = {"event_id": f"e{number:04}", "subject_id": "s", **columns}
        self._insert("event", record_id=record_id, kind=kind, effective_on=on, **whole)

    def _insert(self, table: str, **columns: Any) -> None:
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values()))

    def standings(self, law: Law, as_of: str | date) -> dict[str, Standing]:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        create_standing_view(self.connection, law, day)
        return read_standings(self.connection)

    def standing(self, law: Law, as_of: str | date, record_id: str = "r") -> Standing:
        return self.standings(law, as_of)[record_id]


@pytest.fixture(scope="session")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """One database in memory for all tests; each test empties it."""
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.fixture
def desk(memory: duckdb.DuckDBPyConnection) -> Desk:
    return Desk(memory)


@pytest.fixture(scope="session")
def new_desk() -> Any:
    """A desk that outlives one test."""
    return lambda: Desk(duckdb.connect(config={"threads": 1}))


@pytest.fixture(scope="session")
def make_rules() -> Any:
    return rules


@pytest.fixture(scope="session")
def make_book() -> Any:
    return book

"""A small invented city whose past and future are written down by hand, and relations to measure."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PACKS = Path(__file__).parent / "packs"


@pytest.fixture(scope="session")
def law() -> Law:
    """Yunze's items and its model: 100 points less 10 a penalty; A from 100, B from 90, C below."""
    return Law.load([PACKS], shipped=False)


@pytest.fixture(scope="session")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


class Measured:
    """Relations of cases laid down by hand."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def cases(self, rows: Iterable[tuple[Any, bool]]) -> str:
        """The table ``cases`` of (score, hit); its name."""
        return self._table("cases", "score DECIMAL(18,6), hit BOOLEAN", list(rows))

    def binned(self, rows: Iterable[tuple[str, bool]]) -> str:
        """The table ``binned`` of (bin, hit); its name."""
        return self._table("binned", "bin VARCHAR, hit BOOLEAN", list(rows))

    def observations(self, rows: Iterable[tuple[str, int, str | None]]) -> str:
        """The table ``observations`` of (subject_id, period, state); its name."""
        return self._table("observations", "subject_id VARCHAR, period INTEGER, state VARCHAR", list(rows))

    def _table(self, name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> str:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        if rows:
            marks = ", ".join(f"({', '.join('?' * len(rows[0]))})" for _ in rows)
            self.connection.execute(f"INSERT INTO {name} VALUES {marks}", [value for row in rows for value in row])
        return name


@pytest.fixture
def measured(memory: duckdb.DuckDBPyConnection) -> Measured:
    return Measured(memory)


class City:
    """A ledger in which records are handed in by hand, a batch at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.ledger = Ledger.open(workspace)

    def penalties(
        self, reported: str, *made: tuple[str, str], district: str = "north", synthetic: bool = False
    ) -> None:
        """Hand in penalties of (firm, day), of 1000 yuan each."""
        rows = [
            (f"{firm}-{day}", firm, "yunze.penalty", day, None, None, 1000, json.dumps({"district": district}))
            for firm, day in made
        ]
        self._hand_in("yunze.penalty", reported, rows, synthetic=synthetic)

    def visits(self, reported: str, *made: tuple[str, str, int] | tuple[str, str, int, str]) -> None:
        """Hand in inspections of (firm, day, what was found[, inspector])."""
        rows = []
        for firm, day, found, *who in made:
            payload = json.dumps({"inspector": who[0]} if who else {})
            rows.append((f"{firm}-{day}", firm, "yunze.visit", None, day, found, None, payload))
        self._hand_in("yunze.visit", reported, rows)

    def firms(self, reported: str, *firms: tuple[str, str]) -> None:
        """Register firms of (number, industry)."""
        listed = ", ".join(f"('{firm}', 'enterprise', '{industry}', true)" for firm, industry in firms)
        with self.ledger.connect() as connection, self._batch("yunze.visit", reported) as batch:
            batch.append(
                "subject", connection, f"SELECT * FROM (VALUES {listed}) t(subject_id, kind, industry, registered)"
            )
            batch.commit({"total": len(firms)}, "0" * 64, synthetic=False)

    def _hand_in(self, item: str, reported: str, rows: list[tuple[Any, ...]], *, synthetic: bool = False) -> None:
        with self.ledger.connect() as connection, self._batch(item, reported) as batch:
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE handed (record_id VARCHAR, subject_id VARCHAR, item VARCHAR,"
                " determined_on DATE, occurred_on DATE, value DECIMAL(18,6), amount DECIMAL(18,2), payload VARCHAR)"
            )
            connection.executemany("INSERT INTO handed VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            batch.append(
                "record",
                connection,
                "SELECT *, 1 AS version, 'c' AS content, 'enterprise' AS subject_kind, false AS no_penalty FROM handed",
            )
            batch.commit({"total": len(rows)}, "0" * 64, synthetic=synthetic)

    def _batch(self, item: str, reported: str) -> Any:
        return self.ledger.begin(item=item, source="云泽市市场监督管理局", as_of=date.fromisoformat(reported))


@pytest.fixture
def city(tmp_path: Path) -> City:
    """An empty city."""
    return City(Workspace.create(tmp_path / "home", buckets=1))


@pytest.fixture(scope="session")
def yunze(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Yunze, to be asked and not to be written to; see :func:`settle`."""
    return settle(City(Workspace.create(tmp_path_factory.mktemp("yunze") / "home", buckets=2)))


@pytest.fixture
def own_yunze(city: City) -> City:
    """Yunze for a test that goes on writing."""
    return settle(city)


def settle(city: City) -> City:
    """Ten firms. By the end of 2024 six are clean (A), three have one penalty (B), one has two (C).

    What follows in 2025: one A, two B and the C are punished again.
    """
    everybody = [f"a{n}" for n in range(6)] + [f"b{n}" for n in range(3)] + ["c0"]
    city.firms("2024-01-31", *((firm, "food" if place % 2 else "trade") for place, firm in enumerate(everybody)))
    city.visits("2024-01-31", *((firm, "2024-01-15", 0) for firm in everybody))
    city.penalties("2024-06-30", *((firm, "2024-06-01") for firm in ("b0", "b1", "b2", "c0")))
    city.penalties("2024-12-31", ("c0", "2024-12-01"))
    city.penalties("2025-06-30", *((firm, "2025-03-01") for firm in ("a0", "b0", "c0")))
    city.penalties("2025-12-31", ("b1", "2025-12-31"))
    return city

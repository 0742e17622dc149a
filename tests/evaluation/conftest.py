"""A bench for models: a law with a few items, an empty ledger in memory, and both ways of looking at a result."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from gongxin.evaluation.duckdb_engine import give_tables
from gongxin.evaluation.explain import explain_attached
from gongxin.evaluation.plan import make_plan
from gongxin.evaluation.sql import compile_plan
from gongxin.law.library import Law
from gongxin.law.schema.catalogue import CatalogueItem
from gongxin.law.schema.model import EvaluationModel
from gongxin.law.schema.pack import Instrument
from gongxin.law.schema.publicity import PublicityRules
from gongxin.law.working_days import WorkingCalendar
from gongxin.ledger.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxin.evaluation.explain import Explanation
    from gongxin.evaluation.sql import CompiledModel

CITE = {"instrument": "method", "article": "1", "verified": True}
_FED = {
    "kinds": {"type": "codes", "values": "kinds"},
    "amount": {"type": "amount", "unit": "yuan"},
    "value": {"type": "number"},
    **{name: {"type": "date"} for name in ("occurred_on", "determined_on", "effective_from", "effective_to")},
    "severity": {},
    "level": {},
}


def text(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def item(item_id: str, nature: str, kinds: Sequence[str] = ("enterprise",)) -> CatalogueItem:
    """A catalogue item whose fields feed the columns that models here read."""
    fields = [{"id": f"f_{name}", "title": text(name), "column": name, **how} for name, how in _FED.items()]
    persons = {"admitted_by": "consent", "cite": CITE} if "natural_person" in kinds else None
    return CatalogueItem.model_validate(
        {
            "id": item_id,
            "title": text(item_id),
            "catalogue_class": "test",
            "nature": nature,
            "kinds": kinds,
            "in_force": {"from": "2000-01-01"},
            "cite": CITE,
            "persons": persons,
            "subject": {"scheme": "uscc", "code": "code"},
            "key": ["code"],
            "fields": [
                {"id": "code", "title": text("code")},
                {"id": "tons", "title": text("tons"), "type": "number"},
                *fields,
            ],
        }
    )


ITEMS = (
    item("penalty", "adverse"),
    item("honour", "favourable"),
    item("registration", "identity"),
    item("deed", "favourable", ["natural_person"]),
)

#: Penalties count for a year, all else without term.
YEAR = PublicityRules.model_validate(
    {
        "id": "year",
        "title": text("year"),
        "in_force": {"from": "2000-01-01"},
        "items": ["penalty"],
        "starts": ["determined_on"],
        "cite": CITE,
        "classes": [{"id": "all", "title": text("all"), "when": "true", "cite": CITE, "maximum": "1 year"}],
    }
)


def law_of(*models: EvaluationModel) -> Law:
    """The law of the bench with these models."""
    instrument = Instrument.model_validate(
        {
            "id": "method",
            "title": {"zh": "评价方法", "en": "Method"},
            "in_force": {"from": "2000-01-01"},
            "verified": True,
        }
    )
    return Law(
        statutes=None,  # type: ignore[arg-type]
        packs={},
        instruments={"method": instrument},
        items={of.id: of for of in ITEMS},
        code_lists={},
        parameters={},
        publicity=(YEAR,),
        models=models,
        flows={},
        procedures=(),
        regions=(),
        calendar=WorkingCalendar(()),
        version="test",
    )


def model_of(*indicators: dict[str, Any], **rest: Any) -> EvaluationModel:
    """A model of one dimension from its indicators, or of several given as ``dimensions``."""
    return EvaluationModel.model_validate(
        {
            "id": "m",
            "title": text("m"),
            "for": ["enterprise"],
            "source": "city",
            "in_force": {"from": "2020-01-01", "to": "2029-12-31"},
            "cite": CITE,
            "base": {"points": 1000, "cite": CITE},
            "dimensions": [dimension_of("d", *indicators)],
            **rest,
        }
    )


def dimension_of(dimension_id: str, *indicators: dict[str, Any], **rest: Any) -> dict[str, Any]:
    whole = [{"id": f"i{n}", "title": text("i"), "cite": CITE, **of} for n, of in enumerate(indicators)]
    return {"id": dimension_id, "title": text("d"), "cite": CITE, "indicators": whole, **rest}


class Bench:
    """Records are laid down here, and models are run over them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        for table in TABLES.values():
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in table.stored.items())
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {table.name} ({columns})")

    def record(self, subject_id: str = "s", item: str = "penalty", **columns: Any) -> str:
        (number,) = self.connection.execute("SELECT count(*) FROM record").fetchall()[0]
        whole = {"record_id": f"r{number:04}", "version": 1, "subject_kind": "enterprise", **columns}
        self._insert("record", subject_id=subject_id, item=item, **whole)
        return str(whole["record_id"])

    def event(self, kind: str, on: str, record_id: str | None, subject_id: str = "s", **columns: Any) -> None:
        (number,) = self.connection.execute("SELECT count(*) FROM event").fetchall()[0]
        whole = {"event_id": f"e{number:04}", "record_id": record_id, "subject_id": subject_id, **columns}
        self._insert("event", kind=kind, effective_on=on, **whole)

    def clear(self) -> Bench:
        for table in TABLES:
            self.connection.execute(f"TRUNCATE {table}")
        return self

    def _insert(self, table: str, **columns: Any) -> None:
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values()))

    def compiled(self, model: EvaluationModel, as_of: str | date = "2026-01-01") -> CompiledModel:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        return compile_plan(law_of(model), make_plan(model, day))

    def results(self, model: EvaluationModel, as_of: str | date = "2026-01-01") -> dict[str, dict[str, Any]]:
        """The result of each subject, column by column."""
        compiled = self.compiled(model, as_of)
        give_tables(self.connection, compiled)
        found = self.connection.execute(compiled.results)
        names = [column[0] for column in found.description or ()]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}

    def contributions(self, model: EvaluationModel, as_of: str | date = "2026-01-01") -> list[tuple[Any, ...]]:
        """The contributions to the scores of all subjects."""
        compiled = self.compiled(model, as_of)
        give_tables(self.connection, compiled)
        return self.connection.execute(compiled.contributions).fetchall()

    def excluded(self, model: EvaluationModel, as_of: str | date = "2026-01-01") -> dict[str, str]:
        """The subjects that a rule keeps from being evaluated, each with that rule."""
        compiled = self.compiled(model, as_of)
        give_tables(self.connection, compiled)
        return dict(self.connection.execute(compiled.excluded).fetchall())

    def score(self, model: EvaluationModel, as_of: str | date = "2026-01-01", subject_id: str = "s") -> Any:
        return self.results(model, as_of)[subject_id]["score"]

    def explanation(self, model: EvaluationModel, as_of: str | date = "2026-01-01") -> Explanation:
        """The explanation of the only subject there is."""
        return explain_attached(self.connection, law_of(model), self.compiled(model, as_of), known_at=1)


@pytest.fixture(scope="session")
def memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """One database in memory for all tests; each test empties it."""
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.fixture
def bench(memory: duckdb.DuckDBPyConnection) -> Bench:
    return Bench(memory)


@pytest.fixture(scope="session")
def make_model() -> Any:
    return model_of


@pytest.fixture(scope="session")
def make_dimension() -> Any:
    return dimension_of


@pytest.fixture(scope="session")
def make_law() -> Any:
    return law_of

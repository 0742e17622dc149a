"""Normalising a column of texts as a field of a given type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from gongxin.intake.normalise import normalised_sql
from gongxin.law.readable import value_type
from gongxin.law.schema.catalogue import CatalogueItem, CodeList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

KINDS = CodeList.model_validate(
    {
        "id": "test.kind",
        "title": {"zh": "处罚种类", "en": "kinds of penalty"},
        "cite": {"instrument": "invented-notice", "verified": False},
        "values": [
            {"code": "warning", "title": {"zh": "警告", "en": "Warning"}, "aliases": ["01", "警告处分"]},
            {"code": "fine", "title": {"zh": "罚款", "en": "Fine"}, "aliases": ["02", "A类 罚款"]},
            {"code": "ban", "title": {"zh": "暂扣许可证、降低资质等级", "en": "Ban"}},
        ],
    }
)


class InventedLaw:
    """Knows one code list, which is all that normalising asks the law for."""

    def code_list(self, list_id: str) -> CodeList:
        assert list_id == KINDS.id
        return KINDS


@dataclass(frozen=True)
class Normalised:
    """What became of one cell."""

    value: Any
    text: str | None
    note: str | None
    problem: str | None
    remarked: str | None


def item_of(field: dict[str, Any]) -> CatalogueItem:
    return CatalogueItem.model_validate(
        {
            "id": "test.item",
            "title": {"zh": "测试事项", "en": "test item"},
            "catalogue_class": "administration",
            "nature": "neutral",
            "kinds": ["enterprise"],
            "in_force": {"from": "2020-01-01"},
            "cite": {"instrument": "invented-notice", "verified": False},
            "subject": {"scheme": "uscc", "code": "one"},
            "key": ["one"],
            "fields": [{"id": "one", "title": {"zh": "字段", "en": "field"}, **field}],
        }
    )


@pytest.fixture(scope="session")
def normalise() -> Iterator[Callable[..., list[Normalised]]]:
    """Normalises cells as a field of the given type and properties; one result a cell, in their order."""
    prepared: dict[str, str] = {}
    with duckdb.connect() as connection:
        connection.execute('CREATE TABLE staged ("row" BIGINT, one VARCHAR)')

        def statement(type_: str, properties: dict[str, Any]) -> str:
            """Planning a query takes longer than running it over a few cells: it is planned once."""
            key = repr((type_, properties))
            if key not in prepared:
                item = item_of({"type": type_, **properties})
                query = normalised_sql(item, InventedLaw())  # type: ignore[arg-type]
                ((kind,),) = connection.execute(
                    f"SELECT column_type FROM (DESCRIBE {query}) WHERE column_name = 'one'"
                ).fetchall()
                assert kind == value_type(item.fields[0])
                prepared[key] = f"ready_{len(prepared)}"
                connection.execute(
                    f"PREPARE {prepared[key]} AS SELECT one, one__text, one__raw, remarks FROM ({query}) ORDER BY row"
                )
            return prepared[key]

        def normalising(cells: Sequence[str | None], type_: str = "text", **properties: Any) -> list[Normalised]:
            connection.execute("DELETE FROM staged")
            rows_of_cells = [list(range(len(cells))), list(cells)]
            connection.execute("INSERT INTO staged SELECT unnest(?::BIGINT[]), unnest(?::VARCHAR[])", rows_of_cells)
            rows = connection.execute(f"EXECUTE {statement(type_, properties)}").fetchall()
            assert [raw for _, _, raw, _ in rows] == list(cells)
            return [_result(value, text, remarks) for value, text, _, remarks in rows]

        yield normalising


def _result(value: Any, text: str | None, remarks: list[dict[str, str]]) -> Normalised:
    assert len(remarks) <= 1
    rules = {remark["outcome"]: remark["rule"] for remark in remarks}
    remarked = remarks[0]["value"] if remarks else None
    return Normalised(value, text, rules.get("accepted"), rules.get("rejected"), remarked)

"""A value such as 其他 that a cell goes on to name is understood, in a closed list too."""

from __future__ import annotations

import duckdb
import pytest

from gongxin.intake.normalise.code_lists import one_code, several_codes
from gongxin.intake.normalise.reading import prepared
from gongxin.intake.staging import raw
from gongxin.law.schema.catalogue import CatalogueField, CodeList

KINDS = CodeList.model_validate(
    {
        "id": "kinds",
        "title": {"zh": "种类", "en": "kinds"},
        "cite": {"instrument": "law", "verified": False},
        "values": [
            {"code": "fine", "title": {"zh": "罚款", "en": "fine"}},
            {"code": "other", "title": {"zh": "其他", "en": "other"}, "aliases": ["其它处罚"], "named": True},
        ],
    }
)


def read(received: str, *, several: bool = True) -> object:
    field = CatalogueField.model_validate(
        {"id": "kind", "title": {"zh": "种类", "en": "kind"}, "type": "codes" if several else "code", "values": "kinds"}
    )
    reading = (several_codes if several else one_code)(field, KINDS)
    inner = f"SELECT $received::VARCHAR AS {raw('kind')}, {reading.prepared} AS {prepared(field)}"
    return duckdb.execute(f"SELECT {reading.value} FROM ({inner})", {"received": received}).fetchall()[0][0]


@pytest.mark.parametrize(
    "received",
    [
        "其他",
        "其他-责令改正",
        "其他－责令改正",
        "其他——责令改正",
        "其他：责令改正",
        "其他（责令改正）",
        "其它处罚: 责令改正",
    ],
)
def test_what_other_is_called_does_not_make_it_another_value(received: str) -> None:
    assert read(received) == ["other"]
    assert read(received, several=False) == "other"


def test_a_named_value_stands_beside_others() -> None:
    assert read("罚款；其他-责令改正") == ["fine", "other"]


@pytest.mark.parametrize("received", ["其他责令改正", "罚款-责令改正", "其他-"])
def test_nothing_else_is_guessed(received: str) -> None:
    assert read(received) == [received]

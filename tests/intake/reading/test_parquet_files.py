"""Parquet: every type of single value as text, the headings counted as row 1."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongxin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.intake.reading.conftest import ReadFile

    Read = Callable[[Path | bytes], ReadFile]


def parquet(**columns: pa.Array | list[object]) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


def test_values_of_every_type_are_read_as_text(read: Read) -> None:
    result = read(
        parquet(
            CF_XDR_MC=pa.array(["甲", None]).dictionary_encode(),
            CF_WSH=[1, 2],
            CF_JDRQ=[date(2024, 3, 5), None],
            CF_NR_FK=[Decimal("0.50"), Decimal("12.00")],
            at=pa.array([1709641800, None], pa.timestamp("s")),
            share=[0.1, 2.0],
            flag=[True, None],
            nothing=pa.nulls(2),
        )
    )
    assert result.rows == {
        2: ("甲", "1", "2024-03-05", "0.50", "2024-03-05 12:30:00.000", "0.1", "true", None),
        3: (None, "2", None, "12.00", None, "2", None, None),
    }


def test_a_column_of_lists_is_refused(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(parquet(CF_XDR_MC=["甲"], CF_WSH=["1"], CF_CFLB=[["a", "b"]]))
    assert refusal.value.rule == "nested-column"
    assert "CF_CFLB" in refusal.value.message.zh


def test_bytes_that_are_no_text_are_refused(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(parquet(CF_XDR_MC=[b"\xff\xfe"], CF_WSH=["1"]))
    assert refusal.value.rule == "damaged-file"


def test_a_file_without_rows_is_refused(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(parquet(CF_XDR_MC=pa.array([], pa.string()), CF_WSH=pa.array([], pa.string())))
    assert refusal.value.rule == "header-only"


def test_a_file_cut_off_is_refused(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(parquet(CF_XDR_MC=["甲"], CF_WSH=["1"])[:-20])
    assert refusal.value.rule == "damaged-file"


def test_no_row_of_headings_is_told_of_a_file_that_has_none(read: Read) -> None:
    result = read(parquet(CF_XDR_MC=["甲"], CF_WSH=["1"]))
    assert result.noted == ["read-as-records"]
    assert list(result.rows) == [2]

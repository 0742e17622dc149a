"""The long penalty feed: thirty fields, in time, streamed."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from gongxin.subjects.identifiers import uscc
from gongxin.synth.feed import write_penalty_feed

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.law.library import Law

AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def feed(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    folder = tmp_path_factory.mktemp("penalties") / "feed"
    write_penalty_feed(folder, law, seed=1, rows=5_000, as_of=AS_OF, subjects=300)
    return folder


def test_a_row_has_the_thirty_fields_of_the_national_record(feed: Path) -> None:
    with (feed / "penalty.csv").open(encoding="utf-8", newline="") as file:
        headings = next(csv.reader(file))
    assert len(headings) == 30
    assert headings[0] == "CF_XDR_MC"
    assert headings[-1] == "BZ"


def test_every_penalty_is_in_time_and_about_somebody_registered_or_a_person(feed: Path, law: Law) -> None:
    reporting = law.item("cn.penalty").reporting
    assert reporting is not None
    in_time = law.calendar.earliest_start(reporting.within, AS_OF)
    counted = duckdb.execute(
        f"""
        SELECT count(*), count(*) FILTER (CF_JDRQ >= '{in_time:%Y/%m/%d}' AND CF_JDRQ <= '{AS_OF:%Y/%m/%d}'),
            count(*) FILTER (coalesce({uscc.valid_sql("CF_XDR_SHXYM")}, false) = (CF_XDR_ZJHM IS NULL)),
            count(DISTINCT CF_WSH)
        FROM read_csv('{feed}/penalty.csv', all_varchar = true)
        """
    ).fetchone()
    assert counted == (5_000, 5_000, 5_000, 5_000)


def test_the_same_seed_gives_the_same_feed(feed: Path, law: Law, tmp_path: Path) -> None:
    write_penalty_feed(tmp_path / "again", law, seed=1, rows=5_000, as_of=AS_OF, subjects=300)
    assert (tmp_path / "again" / "penalty.csv").read_bytes() == (feed / "penalty.csv").read_bytes()

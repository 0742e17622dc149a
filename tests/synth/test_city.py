"""The files of an invented city: sound, marked, known to the catalogue, and the same for the same seed."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import pytest

from gongxin.errors import LedgerError, UsageError
from gongxin.intake.headings import HeadingIndex
from gongxin.subjects.identifiers import resident_id, uscc
from gongxin.subjects.regions import Region, Regions
from gongxin.synth import Manifest, write_city
from gongxin.synth.draws import Draws
from gongxin.synth.places import CITY_CODE, DISTRICTS
from gongxin.synth.population import PERSON, create_parties
from gongxin.synth.whole_folder import whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gongxin.law.library import Law

    City = tuple[Path, Manifest]
    RowsOf = Callable[[Path], list[dict[str, str]]]

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def parties() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_parties(connection, Draws(7), 5_000, AS_OF)
        yield connection


def one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    answer = connection.execute(query).fetchone()
    assert answer is not None
    return answer


def test_all_five_kinds_live_in_the_city_and_individual_businesses_too(parties: duckdb.DuckDBPyConnection) -> None:
    kinds = parties.execute(f"SELECT DISTINCT {uscc.kind_sql('code')} FROM party WHERE code IS NOT NULL").fetchall()
    assert {kind for (kind,) in kinds} == {"enterprise", "social_organisation", "public_institution", "government_body"}
    assert one(parties, f"SELECT count(*) FROM party WHERE registrar = '{PERSON}'")[0] == 400
    assert one(parties, f"SELECT count(*) FROM party WHERE {uscc.individual_business_sql('code')}")[0] == 1500


def test_every_code_and_number_is_sound_and_nobody_shares_one(parties: duckdb.DuckDBPyConnection) -> None:
    organisations = one(
        parties,
        f"SELECT count(*), count(*) FILTER ({uscc.valid_sql('code')}), count(DISTINCT code), count(DISTINCT org_code), "
        "count(DISTINCT name) FROM party WHERE code IS NOT NULL",
    )
    assert set(organisations) == {4600}
    persons = one(
        parties,
        f"SELECT count(*), count(*) FILTER ({resident_id.valid_sql('id_number')}) FROM party WHERE code IS NULL",
    )
    assert set(persons) == {400}


def test_codes_and_numbers_are_of_a_region_that_does_not_exist(parties: duckdb.DuckDBPyConnection) -> None:
    standard = Regions.standard()
    for district in (CITY_CODE, *(district.code for district in DISTRICTS)):
        assert not standard.is_known(district)
    assert one(parties, "SELECT count(*) FROM party WHERE code[3:6] <> '9901' OR id_number[1:4] <> '9901'")[0] == 0
    assert one(parties, "SELECT count(*) FROM party WHERE head_id[1:4] <> '9901'")[0] == 0


def test_the_pack_of_the_city_knows_its_places(law: Law) -> None:
    brought = Regions(Region(region.code, region.title.zh) for region in law.regions)
    for district in DISTRICTS:
        found = brought.find(district.code)
        assert found is not None
        assert found.zh == district.name


def test_names_bear_the_name_of_the_city(parties: duckdb.DuckDBPyConnection) -> None:
    nameless = parties.execute(
        "SELECT name FROM party WHERE code IS NOT NULL AND NOT contains(name, '云泽')"
    ).fetchall()
    assert nameless == []


def test_conduct_is_as_frequent_as_grades_were_in_2018(parties: duckdb.DuckDBPyConnection) -> None:
    exemplary, sound, lapsing, bad = one(
        parties,
        "SELECT "
        + ", ".join(f"avg((conduct = '{c}')::INT)" for c in ("exemplary", "sound", "lapsing", "bad"))
        + " FROM party WHERE registrar IN ('91', '92', '93')",
    )
    assert [exemplary, sound, lapsing, bad] == pytest.approx([0.023, 0.764, 0.200, 0.013], abs=0.02)


def test_every_file_is_in_the_manifest_with_its_rows(city: City, rows_of: RowsOf) -> None:
    folder, manifest = city
    beside = {"manifest.json", "truth.parquet", "README.md"}
    assert {file.path for file in manifest.files} | beside == {path.name for path in folder.iterdir()}
    for file in manifest.files:
        assert len(rows_of(folder / file.path)) == file.rows
        assert file.synthetic


def test_registration_comes_first_and_every_item_of_the_nation_is_there(tidy: Path, law: Law) -> None:
    items = list(dict.fromkeys(file.item for file in Manifest.read(tidy).files))
    assert items[0] == "cn.registration"
    assert set(items) == {item for item in law.items if law.statutes.items.under(item)[0].pack == "cn-national"}


def test_every_row_says_that_it_is_synthetic(city: City, rows_of: RowsOf) -> None:
    folder, manifest = city
    for file in manifest.files:
        for row in rows_of(folder / file.path):
            remark = row.get("备注") or row.get("BZ") or row.get("说明") or ""
            assert "synthetic" in remark
    assert "synthetic" in (folder / "README.md").read_text(encoding="utf-8")


def test_every_heading_means_a_field_or_is_left_out_knowingly(city: City, rows_of: RowsOf, law: Law) -> None:
    folder, manifest = city
    for file in manifest.files:
        index = HeadingIndex(law.item(file.item))
        headings = list(rows_of(folder / file.path)[0])
        fields = [index.field_of(heading) for heading in headings if not index.is_ignored(heading)]
        assert None not in fields, f"{file.path}: {headings}"
        assert len(set(fields)) == len(fields)


def test_a_tidy_city_has_no_dirt(tidy: Path) -> None:
    spoilt = duckdb.execute(
        f"SELECT count(*) FROM '{tidy}/truth.parquet' WHERE dirt IS NOT NULL OR outcome <> 'accepted'"
    )
    assert spoilt.fetchone() == (0,)


def test_the_truth_has_every_row_of_every_file_once(city: City) -> None:
    folder, manifest = city
    told = duckdb.execute(
        f"SELECT file, count(*), count(DISTINCT row) FROM '{folder}/truth.parquet' GROUP BY ALL"
    ).fetchall()
    assert {file: (rows, rows) for file, rows, _ in told} == {
        file.path: (file.rows, file.rows) for file in manifest.files
    }
    assert all(rows == distinct for _, rows, distinct in told)


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(messy: Path, tmp_path: Path, law: Law) -> None:
    write_city(tmp_path / "again", law, seed=7, subjects=150, as_of=AS_OF, messy=True)
    assert digests(tmp_path / "again") == digests(messy)


def test_too_few_subjects_make_no_city(tmp_path: Path, law: Law) -> None:
    with pytest.raises(UsageError) as refused:
        write_city(tmp_path / "hamlet", law, seed=1, subjects=12, as_of=AS_OF)
    assert refused.value.rule == "too-few-subjects"
    assert not (tmp_path / "hamlet").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, law: Law) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError) as refused:
        write_city(tmp_path, law, seed=1, subjects=120, as_of=AS_OF)
    assert refused.value.rule == "folder-not-empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_an_earlier_run_left_unfinished_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".city.unfinished").mkdir()
    (tmp_path / ".city.unfinished" / "half.csv").write_text("half")
    with whole_folder(tmp_path / "city") as folder:
        (folder / "whole.csv").write_text("whole")
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["whole.csv"]
    assert not (tmp_path / ".city.unfinished").exists()


def test_a_full_disk_is_told_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    def write_half() -> None:
        with whole_folder(tmp_path / "city") as folder:
            (folder / "half.csv").write_text("half")
            raise OSError(28, "No space left on device")

    with pytest.raises(LedgerError) as refused:
        write_half()
    assert refused.value.rule == "cannot-write-files"
    assert list(tmp_path.iterdir()) == []


def test_tidy_dates_are_written_as_the_standard_says(tidy: Path, rows_of: RowsOf) -> None:
    for row in rows_of(tidy / "penalty-environment.csv"):
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", row["CF_JDRQ"])


def test_the_nation_evaluates_on_the_scale_of_the_day(tidy: Path, rows_of: RowsOf, law: Law) -> None:
    index = HeadingIndex(law.item("cn.evaluation"))
    words = {True: {"A级", "B级", "C级", "D级"}, False: {"优", "良", "中", "差"}}
    seen: dict[bool, set[str]] = {True: set(), False: set()}
    for path in tidy.glob("evaluation-planning.*"):
        for row in rows_of(path):
            of = {index.field_of(heading): value for heading, value in row.items()}
            seen[of["evaluated_on"] >= "2026/03/29"].add(of["grade"])
    assert all(grades and grades <= words[by_letter] for by_letter, grades in seen.items())

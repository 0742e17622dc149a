"""The whole city: parties, sheets, dirt, files, truth and manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal
from gongxin.synth.departments import DEPARTMENTS
from gongxin.synth.dirt.all_kinds import dirt_of
from gongxin.synth.dirt.spoiling import create_handed, note_registered, prepare
from gongxin.synth.draws import Draws
from gongxin.synth.files import first_row, fitting, write_rows
from gongxin.synth.habits import HABITS, heading
from gongxin.synth.manifest import MARK, TRUTH, HandedIn, Manifest, write_read_me
from gongxin.synth.population import create_parties
from gongxin.synth.records import assessments, good_conduct, licence, lists, penalty, registration
from gongxin.synth.records.sheet import Frame, Sheet
from gongxin.synth.whole_folder import whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.synth.departments import Department
    from gongxin.synth.dirt.kinds import Dirt
    from gongxin.synth.habits import Habits

    Progress = Callable[[int, int | None], None]

#: Registration first: the names it gives are the measure for all that follows.
_SHEETS: tuple[Callable[[Frame], Sheet], ...] = (
    registration.sheet,
    licence.sheet,
    penalty.sheet,
    lists.abnormal,
    lists.serious,
    lists.debtors,
    good_conduct.honours,
    good_conduct.commitments,
    assessments.evaluations,
    assessments.inspections,
)


def write_city(
    out: Path,
    law: Law,
    *,
    seed: int,
    subjects: int,
    as_of: date,
    messy: bool = False,
    progress: Progress | None = None,
) -> Manifest:
    """Write the files that the departments of the invented city hand in on ``as_of``, with manifest and truth.

    ``subjects`` counts all five kinds. The same arguments give the same bytes. ``progress`` is told the items written
    and how many there are. Raises :class:`~gongxin.errors.UsageError` if the folder holds something already or the
    subjects are too few to make a city, :class:`~gongxin.errors.LedgerError` if the disk refuses; nothing is then left.
    """
    with whole_folder(out) as folder, _database(folder) as connection:
        frame = Frame(Draws(seed), as_of, law)
        create_parties(connection, frame.draws, subjects, as_of)
        prepare(connection)
        connection.execute(_TRUTH_TABLE)
        files: list[HandedIn] = []
        for number, make in enumerate(_SHEETS, start=1):
            files += _hand_in(connection, folder, law, frame, make(frame), messy=messy)
            if progress is not None:
                progress(number, len(_SHEETS))
        connection.execute(f"COPY (FROM truth ORDER BY file, row) TO {literal(str(folder / TRUTH))} (FORMAT parquet)")
        manifest = Manifest(seed=seed, subjects=subjects, as_of=as_of, messy=messy, files=tuple(files))
        manifest.write(folder)
        write_read_me(folder)
    return manifest


_TRUTH_TABLE = """
    CREATE TABLE truth (file VARCHAR, row BIGINT, outcome VARCHAR, rules VARCHAR[], late BOOLEAN, dirt VARCHAR,
        why_zh VARCHAR, why_en VARCHAR)"""

_NO_DIRT = "(NULL, NULL, NULL::VARCHAR[], NULL, NULL)"


def _database(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that spills into the folder being written, and cleans up behind itself."""
    import duckdb

    return duckdb.connect(config={"temp_directory": str(folder / ".spilt")})


@dataclass(frozen=True, slots=True)
class _Stack:
    """All that the departments hand in of one item: it lies in the table ``handed``."""

    item: CatalogueItem
    fields: tuple[str, ...]
    kinds: tuple[Dirt, ...]


def _hand_in(
    connection: duckdb.DuckDBPyConnection, out: Path, law: Law, frame: Frame, sheet: Sheet, *, messy: bool
) -> Iterator[HandedIn]:
    """Write the files of one item, a department each."""
    item = law.item(sheet.item)
    fields = (*sheet.columns, "note")
    habits = HABITS if messy else {name: habits.tidied() for name, habits in HABITS.items()}
    # The remark says that the row is synthetic: no dirt comes over it.
    sources = dirt_of(item, frozenset(sheet.columns), law, frame.as_of) if messy else ()
    stack = _Stack(item, fields, tuple(dirt for source in sources for dirt in source))
    connection.execute(f"CREATE OR REPLACE TABLE sheet AS SELECT *, '{MARK}' AS note FROM ({sheet.query()})")
    dates = {name: habit.dates for name, habit in habits.items()}
    create_handed(connection, frame.draws, _types(connection, fields), dates, sources, _late(item, law, frame))
    if item.subject.identity:
        note_registered(connection, _taken_parties(stack.kinds))
    departments = connection.execute("SELECT department, count(*) FROM handed GROUP BY ALL ORDER BY ALL").fetchall()
    for department, rows in departments:
        yield _write_file(connection, out, frame, stack, DEPARTMENTS[department], habits[department], rows)


def _taken_parties(kinds: Iterable[Dirt]) -> str:
    """The parties whose registration is sound, as a query of their numbers."""
    rejected = ", ".join(literal(dirt.id) for dirt in kinds if dirt.outcome == "rejected") or "''"
    return f"SELECT DISTINCT i FROM handed WHERE dirt IS NULL OR dirt NOT IN ({rejected})"


def _write_file(
    connection: duckdb.DuckDBPyConnection,
    out: Path,
    frame: Frame,
    stack: _Stack,
    department: Department,
    habits: Habits,
    rows: int,
) -> HandedIn:
    format_ = fitting(habits, rows)
    name = f"{stack.item.id.removeprefix('cn.')}-{department.id}.{format_}"
    # Copies come last, as a department's second thought; the others in no order.
    place = f"row_number() OVER (ORDER BY copy, {frame.draws.number('order', 'n', 10**9)}, n)"
    connection.execute(
        f"CREATE OR REPLACE TABLE ordered AS SELECT *, {place} - 1 + {first_row(format_, habits)} AS row "
        f"FROM handed WHERE department = '{department.id}'"
    )
    columns = ", ".join(f'{field} AS "{_heading(stack.item, field, habits)}"' for field in stack.fields)
    write_rows(connection, f"SELECT {columns} FROM ordered ORDER BY row", out / name, format_, habits, frame.as_of)
    connection.execute(_truth_of_file(name, stack.kinds))
    return HandedIn(name, stack.item.id, department.name, rows, str(format_))


def _truth_of_file(name: str, kinds: Iterable[Dirt]) -> str:
    known = ", ".join(
        f"({literal(dirt.id)}, '{dirt.outcome}', {list(dirt.rules)}::VARCHAR[], {literal(dirt.zh)}, {literal(dirt.en)})"
        for dirt in kinds
    )
    return f"""
        INSERT INTO truth
        SELECT {literal(name)}, row, coalesce(said, 'accepted') AS outcome, coalesce(rules, []),
            late AND outcome = 'accepted', dirt, why_zh, why_en
        FROM ordered LEFT JOIN (VALUES {known or _NO_DIRT}) AS kind(id, said, rules, why_zh, why_en) ON dirt = id"""


def _types(connection: duckdb.DuckDBPyConnection, fields: Sequence[str]) -> dict[str, str]:
    described = connection.execute("SELECT column_name, column_type FROM (DESCRIBE sheet)").fetchall()
    return {name: kind for name, kind in described if name in fields}


def _late(item: CatalogueItem, law: Law, frame: Frame) -> str:
    """Whether a row is handed in after the reporting term, in SQL over the sheet."""
    if item.reporting is None:
        return "false"
    earliest = law.calendar.earliest_start(item.reporting.within, frame.as_of)
    return f"{item.reporting.from_} < DATE '{earliest}'"


def _heading(item: CatalogueItem, field: str, habits: Habits) -> str:
    known = next((known for known in item.fields if known.id == field), None)
    return "备注" if known is None else heading(known, habits.headings)

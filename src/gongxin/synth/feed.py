"""A penalty feed of any length, for measuring how fast a platform takes it in.

Unlike a city it is one file, tidy, in time, and written as a stream: memory grows with the parties, not with the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal, quoted
from gongxin.synth.departments import DEPARTMENTS
from gongxin.synth.draws import Draws
from gongxin.synth.files import write_rows
from gongxin.synth.habits import Dates, Format, Habits, heading
from gongxin.synth.manifest import MARK, HandedIn, Manifest, write_read_me
from gongxin.synth.population import create_parties
from gongxin.synth.records import penalty, registration
from gongxin.synth.records.sheet import Frame, Sheet
from gongxin.synth.whole_folder import whole_folder

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import duckdb

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem

#: The fields of the national record, and no others: what a department sends when it sends only what it must.
_NATIONAL_FIELDS = 30


def write_penalty_feed(out: Path, law: Law, *, seed: int, rows: int, as_of: date, subjects: int = 200_000) -> Manifest:
    """Write a registration file of ``subjects`` parties and ``rows`` penalties on them, 30 fields each, as UTF-8 CSV.

    All penalties were decided within the reporting term that ends on ``as_of``. About 600 bytes a row. Raises as
    :func:`~gongxin.synth.city.write_city` does.
    """
    import duckdb

    frame = Frame(Draws(seed), as_of, law)
    with whole_folder(out) as folder, duckdb.connect() as connection:
        create_parties(connection, frame.draws, subjects, as_of)
        registered = registration.sheet(frame)
        penalised = _penalties(law, frame, subjects, rows)
        files = (
            _write(connection, folder, law.item("cn.registration"), registered, tuple(registered.columns), frame),
            _write(connection, folder, law.item("cn.penalty"), penalised, _national_fields(law, penalised), frame),
        )
        manifest = Manifest(seed=seed, subjects=subjects, as_of=as_of, messy=False, files=files)
        manifest.write(folder)
        write_read_me(folder)
    return manifest


def _penalties(law: Law, frame: Frame, subjects: int, rows: int) -> Sheet:
    item = law.item("cn.penalty")
    since = frame.as_of if item.reporting is None else law.calendar.earliest_start(item.reporting.within, frame.as_of)
    punished = frame.draws.number("feed/party", "n", subjects)
    parties = f"(SELECT party.*, n FROM range({rows}) AS feed(n) JOIN party ON party.i = {punished}) AS party"
    return penalty.penalties(frame, parties, since=f"DATE '{since}'")


def _national_fields(law: Law, sheet: Sheet) -> tuple[str, ...]:
    national = [field.id for field in law.item(sheet.item).fields[:_NATIONAL_FIELDS]]
    return tuple(field for field in national if field in sheet.columns or field == "note")


def _write(
    connection: duckdb.DuckDBPyConnection,
    out: Path,
    item: CatalogueItem,
    sheet: Sheet,
    fields: tuple[str, ...],
    frame: Frame,
) -> HandedIn:
    habits = Habits(Format.CSV)
    types = connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {sheet.query()})").fetchall()
    days = {name for name, kind in types if kind == "DATE"}
    columns = ", ".join(
        f"{_value(field, days)} AS {quoted(heading(item.field(field), habits.headings))}" for field in fields
    )
    name = f"{item.id.removeprefix('cn.')}.csv"
    write_rows(connection, f"SELECT {columns} FROM ({sheet.query()})", out / name, Format.CSV, habits, frame.as_of)
    counted = connection.execute(f"SELECT count(*) FROM {sheet.rows}").fetchone()
    assert counted is not None
    return HandedIn(name, item.id, DEPARTMENTS["market"].name, counted[0], str(Format.CSV))


def _value(field: str, days: set[str]) -> str:
    if field == "note":
        return literal(MARK)
    return Dates.STANDARD.sql(field) if field in days else field

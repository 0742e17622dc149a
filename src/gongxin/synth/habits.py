"""How each department writes its files: format, encoding, headings, spelling of dates.

A tidy city follows the national standard in headings and dates and differs in format only; a messy one has all habits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField


class Format(StrEnum):
    """The formats in which departments hand in; the value is the ending of the file's name."""

    CSV = "csv"
    CSV_GZ = "csv.gz"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    JSON_LINES_GZ = "jsonl.gz"
    PARQUET = "parquet"


class Headings(StrEnum):
    """Which of a field's names stands above its column."""

    CODES = "codes"  # the national field code
    OLD_CODES = "old codes"  # the oldest alias still met
    TITLES = "titles"  # the Chinese title
    OTHER_TITLES = "other titles"  # another Chinese heading in use


class Dates(StrEnum):
    """How a date is written: a DuckDB ``strftime`` pattern; an empty one for the serial number of a spreadsheet."""

    STANDARD = "%Y/%m/%d"
    ISO = "%Y-%m-%d"
    SHORT = "%Y/%-m/%-d"
    COMPACT = "%Y%m%d"
    CHINESE = "%Y年%-m月%-d日"
    DOTTED = "%Y.%m.%d"
    SERIAL = ""

    def sql(self, day: str) -> str:
        """A column of days as text, as a DuckDB expression."""
        if self is Dates.SERIAL:
            # Spreadsheets count days from 1899-12-30 on; what lies beyond the year 9999 is no date to them.
            return f"CAST({day} - DATE '1899-12-30' AS VARCHAR)"
        return f"strftime({day}, '{self.value}')"


@dataclass(frozen=True, slots=True)
class Habits:
    """A department's way of writing. ``title_row``: the table's name stands above the headings (spreadsheets only)."""

    format: Format = Format.CSV
    encoding: str = "utf-8"
    headings: Headings = Headings.CODES
    dates: Dates = Dates.STANDARD
    title_row: bool = False

    def tidied(self) -> Habits:
        """The same format, written as the standard says."""
        headings = Headings.CODES if self.headings is Headings.OLD_CODES else self.headings
        return Habits(self.format, self.encoding, headings)


HABITS: dict[str, Habits] = {
    "market": Habits(Format.CSV, "utf-8-sig", Headings.TITLES),
    "environment": Habits(Format.CSV, "gb18030", Headings.CODES, Dates.ISO),
    "work-safety": Habits(Format.XLSX, headings=Headings.TITLES, dates=Dates.SERIAL),
    "transport": Habits(Format.JSON_LINES_GZ, headings=Headings.CODES, dates=Dates.COMPACT),
    "tax": Habits(Format.CSV_GZ, "gb18030", Headings.CODES, Dates.SHORT),
    "labour": Habits(Format.CSV, headings=Headings.OTHER_TITLES, dates=Dates.DOTTED),
    "health": Habits(Format.XLSX, headings=Headings.TITLES, dates=Dates.CHINESE, title_row=True),
    "housing": Habits(Format.JSON_LINES, headings=Headings.CODES, dates=Dates.ISO),
    "fire": Habits(Format.CSV, headings=Headings.OLD_CODES, dates=Dates.CHINESE),
    "court": Habits(Format.JSON_LINES_GZ, headings=Headings.TITLES, dates=Dates.CHINESE),
    "civil-affairs": Habits(Format.XLSX, headings=Headings.OTHER_TITLES, dates=Dates.DOTTED),
    "staffing": Habits(Format.JSON_LINES, headings=Headings.TITLES, dates=Dates.ISO),
    "planning": Habits(Format.CSV_GZ, "utf-8-sig", Headings.TITLES, Dates.SHORT),
    "customs": Habits(Format.PARQUET, headings=Headings.TITLES, dates=Dates.ISO),
    "urban": Habits(Format.CSV, "gb18030", Headings.OTHER_TITLES, Dates.SHORT),
}


def heading(field: CatalogueField, headings: Headings) -> str:
    """What stands above the column of a field."""
    match headings:
        case Headings.CODES if field.codes:
            return field.codes[0]
        case Headings.OLD_CODES if field.codes:
            return field.codes[-1]
        case Headings.OTHER_TITLES if field.headings:
            return field.headings[0]
        case _:
            return field.title.zh

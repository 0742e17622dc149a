"""Case numbers: a letter for the kind, the year, a serial: ``R-2026-000017``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.models import Serial
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

#: The letter of each kind.
LETTERS = {
    ProcedureKind.REPAIR: "R",
    ProcedureKind.REVOCATION: "V",
    ProcedureKind.SHIELDING: "S",
    ProcedureKind.OBJECTION: "O",
    ProcedureKind.REVIEW: "W",
    ProcedureKind.COMMITMENT: "C",
    ProcedureKind.INTERVIEW: "I",
    ProcedureKind.OPINION: "N",
    ProcedureKind.CAMPAIGN: "G",
}


def next_number(kind: ProcedureKind, on: date, given: Callable[[str], int]) -> str:
    """The next number of a kind in a year. Call it in the transaction that opens the case: the counter's row is locked
    until that is done, so no number is given twice and none is lost.

    ``given`` says which serial is the highest that was ever given after such a beginning, ``R-2026-``. It is asked
    once for each kind and year: an office that was begun anew goes on where the one before it ended.
    """
    beginning = f"{LETTERS[kind]}-{on.year}-"
    of_year = Serial.objects.select_for_update().filter(kind=kind.value, year=on.year)
    serial = of_year.first()
    if serial is None:
        Serial.objects.get_or_create(kind=kind.value, year=on.year, defaults={"last": given(beginning)})
        serial = of_year.get()
    serial.last += 1
    serial.save(update_fields=["last"])
    return f"{beginning}{serial.last:06}"

"""What is asked of records to be on file, as SQL: a sighting is gathered like a line, and then holds or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.brought import FOUND, Brought
from gongxin.evaluation.reading_sql import compiled, reads_sql
from gongxin.law.columns import ColumnType

if TYPE_CHECKING:
    from gongxin.evaluation.plan import Sighting
    from gongxin.law.library import Law


def sighted(law: Law, sighting: Sighting, number: int) -> Brought:
    """The records it is about; of these the latest, where that is to be asked something."""
    reading, latest = sighting.reading, sighting.presence.latest
    brings, gathers = {}, {}
    if latest is not None:
        meets = compiled(law, reading, latest, ColumnType.FLAG).sql
        brings = {"day": f'"{reading.dated}"', "meets": f"coalesce({meets}, FALSE)"}
        gathers = {"lately": 'max(struct_pack("on" := day, id := record_id, val := meets))'}
    elif sighting.presence.at_least > 1:
        gathers = FOUND
    return Brought(number, reading.items, reads_sql(law, reading), brings, gathers, only_counted=reading.only_counted)


def holds_sql(sighting: Sighting, number: int) -> str:
    """Whether it holds of a subject, over the rows gathered of it."""
    presence = sighting.presence
    if presence.latest is not None:
        holds = f"coalesce(bool_or(line = {number} AND lately.val), FALSE)"
    elif presence.at_least > 1:
        holds = f"coalesce(max(CASE WHEN line = {number} THEN found END), 0) >= {presence.at_least}"
    else:
        holds = f"bool_or(line = {number})"
    return f"NOT ({holds})" if presence.absent else holds

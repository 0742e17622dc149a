"""What has happened to each record by a day: all events on it, folded to one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

#: State that an event brings about, and the event that lifts it. The last of the two decides; on one day, the lifting.
_STATES = {
    "shielded": ("shielded", "unshielded"),
    "delisted": ("list_exit", "list_entry"),
    "consent_withdrawn": ("consent_withdrawn", "consent_given"),
}
#: On one day an exit from a list follows the entry, whereas a shield or a withdrawal is lifted by what follows it.
_STATE_HOLDS_ON_THE_DAY = frozenset({"delisted"})

#: What the first event of its kind brings about. Nothing undoes a withdrawal; a repair is undone by its revocation.
_BY_FIRST = ("withdrawn", "repaired")

#: Columns of the result besides ``record_id``: structs (on, id, instrument, article), NULL where the state is not.
HAPPENED = (*_BY_FIRST, *_STATES)

#: All columns of the result besides ``record_id``.
OUTCOMES = (*HAPPENED, "objected", "corrected")

#: Kinds whose last event is asked for.
_BY_LAST = ("repaired", "repair_revoked", *(kind for pair in _STATES.values() for kind in pair))

#: The first repair holds, unless it was revoked on its day or later: then the last one does, if granted after that.
_REPAIRED = """\
CASE WHEN repaired."on" > coalesce(last_repair_revoked."on", DATE '0001-01-01') THEN repaired
      WHEN last_repaired."on" > last_repair_revoked."on" THEN last_repaired END AS repaired"""


def happened_sql(as_of: date, *, grounds: bool = True) -> str:
    """One row for each record that events up to ``as_of`` concern; an event after that day, or undated, is not read.

    ``withdrawn``, ``repaired``, ``shielded``, ``delisted`` and ``consent_withdrawn`` are the deciding event, or NULL;
    ``objected`` says that some objection is open (opened under a case number and not yet closed under it),
    ``corrected`` that the record was corrected. Who asks for no ``grounds`` gets of each event only its day.
    """
    ground = ", id := event_id, instrument := cite_instrument, article := cite_article" if grounds else ""
    event = f'struct_pack("on" := effective_on{ground})'
    by_case = ",\n    ".join(
        [
            *(f"{_event('min', kind, event)} AS {kind}" for kind in _BY_FIRST),
            *(f"{_event('max', kind, event)} AS last_{kind}" for kind in _BY_LAST),
            f"{_day('objection_opened')} > coalesce({_day('objection_closed')}, DATE '0001-01-01') AS objected",
            "bool_or(kind = 'corrected') AS corrected",
        ]
    )
    by_record = ",\n    ".join(
        [
            *(f"min({kind}) AS {kind}" for kind in _BY_FIRST),
            *(f"max(last_{kind}) AS last_{kind}" for kind in _BY_LAST),
            "coalesce(bool_or(objected), FALSE) AS objected",
            "bool_or(corrected) AS corrected",
        ]
    )
    states = ",\n    ".join(_state(name, brings, lifts) for name, (brings, lifts) in _STATES.items())
    return f"""\
  SELECT record_id, withdrawn, objected, corrected,
    {_REPAIRED},
    {states}
  FROM (
    SELECT record_id,
    {by_record}
    FROM (
      SELECT record_id,
    {by_case}
      FROM event
      WHERE effective_on <= DATE '{as_of.isoformat()}' AND record_id IS NOT NULL
      GROUP BY record_id, case_no
    )
    GROUP BY record_id
  )"""


def nothing_happened_sql(*, grounds: bool = True) -> str:
    """One row that says of any record that no event is about it: the columns of :func:`happened_sql` without
    ``record_id``."""
    ground = ", id VARCHAR, instrument VARCHAR, article VARCHAR" if grounds else ""
    events = (f'CAST(NULL AS STRUCT("on" DATE{ground})) AS {name}' for name in HAPPENED)
    return f"  SELECT {', '.join(events)}, FALSE AS objected, FALSE AS corrected"


def _event(choose: str, kind: str, event: str) -> str:
    """The first (``min``) or last (``max``) event of a kind, whole: day first, the identifier to settle a tie."""
    return f"{choose}({event}) FILTER (kind = '{kind}')"


def _day(kind: str) -> str:
    return f"max(effective_on) FILTER (kind = '{kind}')"


def _state(name: str, brings: str, lifts: str) -> str:
    later = ">=" if name in _STATE_HOLDS_ON_THE_DAY else ">"
    lifted_on = f"""coalesce(last_{lifts}."on", DATE '0001-01-01')"""
    return f"""CASE WHEN last_{brings}."on" {later} {lifted_on} THEN last_{brings} END AS {name}"""

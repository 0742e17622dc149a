"""What a simulation finds, as a tree of plain values: the page and the JSON read the same one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.evaluation.plain_data import plain

if TYPE_CHECKING:
    from datetime import date

    from gongxin.evaluation.simulation.affected import Affected
    from gongxin.evaluation.simulation.direct_grades import DirectGrades
    from gongxin.evaluation.simulation.grade_scales import GradeScales
    from gongxin.evaluation.simulation.inspection_load import InspectionLoad
    from gongxin.evaluation.simulation.moves import Moves
    from gongxin.evaluation.simulation.rule_changes import RuleChange
    from gongxin.evaluation.simulation.score_changes import ScoreChanges
    from gongxin.evaluation.simulation.versions import Origin
    from gongxin.law.schema.basics import Text

#: The shape of the JSON; it changes when a reader of the old shape could misread the new one.
FORMAT = "gongxin-simulation/1"


@dataclass(frozen=True, slots=True)
class DraftPack:
    """A pack that a draft adds: the digest of its files, and what it holds besides the model, by sort and id."""

    id: str
    title: Text
    digest: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionSaid:
    """One of the two versions: its title and article, the days of effect that its pack gives it, and where it is from.

    ``law`` is the version of all packs together. ``reference_only`` is the article by which its result only informs.
    """

    title: Text
    origin: Origin
    in_force_from: date
    in_force_to: date | None
    cite: Text
    verified: bool
    reference_only: Text | None
    law: str
    drafts: tuple[DraftPack, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Two versions of a model on one snapshot of the ledger.

    ``within`` has the moves by attribute and value. ``load`` is empty where no table of shares was given. ``loses`` and
    ``gains`` name nobody where the model is over natural persons (``persons``). ``synthetic``: some record read is
    invented.
    """

    model: str
    as_of: date
    known_at: int
    synthetic: bool
    persons: bool
    engine: str
    gongxin: str
    before: VersionSaid
    after: VersionSaid
    rule_changes: tuple[RuleChange, ...]
    scales: GradeScales
    moves: Moves
    within: dict[str, dict[str, Moves]]
    scores: ScoreChanges
    direct_grades: DirectGrades
    load: InspectionLoad | None
    loses: tuple[Affected, ...]
    gains: tuple[Affected, ...]

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain data; numbers stay decimal."""
        found: dict[str, Any] = plain(self, _WORKED_OUT)
        return {"format": FORMAT, **found}


#: Properties that belong into the plain data.
_WORKED_OUT = ("evaluated_before", "evaluated_after", "change")

"""Special campaigns: a list of subjects to be helped out of a list or a fault, one case each, and how it goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from gongxin.casework.models import Case, Step
from gongxin.casework.moving import silent_deadlines
from gongxin.casework.view_parts import Shown
from gongxin.errors import GongxinError
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from gongxin.accounts.models import Account
    from gongxin.casework.casework import Casework


@dataclass(frozen=True, slots=True)
class NotTargeted(Shown):
    """A subject that could not be put on the list, and why; the identifier is as it was given."""

    subject_id: str
    rule: str
    message: dict[str, str]


@dataclass(frozen=True, slots=True)
class Targets(Shown):
    """What came of putting subjects on a campaign's list."""

    campaign: str
    cases: tuple[str, ...]
    refused: tuple[NotTargeted, ...]


@dataclass(frozen=True, slots=True)
class CampaignFigures(Shown):
    """How a campaign goes: how many subjects stand where, what was done how often, what came of the closed ones.

    ``contacted``, ``trained`` and ``corrected`` count subjects, each once; ``out`` is those that have left the list.
    """

    campaign: str
    targets: int
    open: int
    by_state: dict[str, int]
    by_outcome: dict[str, int]
    contacted: int
    trained: int
    corrected: int
    out: int
    overdue: int


def target(
    casework: Casework, campaign: str, subjects: Iterable[str], *, goal: str, by: Account, as_of: date, at: datetime
) -> Targets:
    """Put subjects on the list of a campaign, a case each. One that cannot be is told with the reason, and the others
    are put on it all the same."""
    cases, refused = [], []
    said: dict[str, Any] = {"campaign": campaign, "goal": goal}
    for subject_id in subjects:
        try:
            case = casework.open(ProcedureKind.CAMPAIGN, subject_id=subject_id, by=by, as_of=as_of, at=at, said=said)
        except GongxinError as error:
            refused.append(NotTargeted(subject_id, error.rule, error.message.as_dict()))
        else:
            cases.append(case.number)
    return Targets(campaign, tuple(cases), tuple(refused))


def campaigns() -> list[str]:
    """The names of all campaigns, the latest first."""
    named = Case.objects.filter(kind=ProcedureKind.CAMPAIGN.value).exclude(topic="").values("topic")
    return list(named.annotate(latest=Max("pk")).order_by("-latest").values_list("topic", flat=True))


def figures(casework: Casework, campaign: str, as_of: date) -> CampaignFigures:
    """How a campaign goes by a day. What happened after it does not count, what silence did before it does."""
    targeted = Case.objects.filter(kind=ProcedureKind.CAMPAIGN.value, topic=campaign, opened_on__lte=as_of)
    # Only cases in which silence has spoken have to be worked out; of the others the rows say where they stand.
    spoken = targeted.filter(pk__in=silent_deadlines(as_of).values("case"))
    silent = casework.states(spoken.select_related("department", "recorder"), as_of)
    rows = targeted.values_list("pk", "state", "outcome")
    standings = [silent.get(pk, (state, outcome)) for pk, state, outcome in rows]
    steps = Step.objects.filter(case__in=targeted.values("pk"), on__lte=as_of)
    open_states = [state for state, outcome in standings if not outcome]
    return CampaignFigures(
        campaign=campaign,
        targets=len(standings),
        open=len(open_states),
        by_state=dict(Counter(state for state, _ in standings)),
        by_outcome=dict(Counter(outcome for _, outcome in standings if outcome)),
        contacted=_subjects(steps.filter(move="contact")),
        trained=_subjects(steps.filter(move="train")),
        corrected=_subjects(steps.filter(move__in=("report", "record-correction"))),
        out=_subjects(steps.filter(move="exit")),
        overdue=open_states.count("overdue"),
    )


def _subjects(steps: Any) -> int:
    count: int = steps.values("case").distinct().count()
    return count

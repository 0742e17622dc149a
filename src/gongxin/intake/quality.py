"""The quality of what departments hand in, over a period: the figures by which reporting is judged.

Compliance rate (合规率) and late rate (迟报率) are the measures in monthly use for double publicity; the rest tells a
department what to mend. All of it comes from the manifests of the batches, so it can be worked out again at any time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.intake.staging import Outcome
from gongxin.intake.tally import RULE
from gongxin.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gongxin.ledger.batches import BatchEntry
    from gongxin.workspace import Workspace

_RATE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class SourceQuality:
    """One department's deliveries in the period. Rates are shares of 1, rounded to four places; None without any row.

    ``compliance_rate`` is accepted and unchanged rows over all, ``late_rate`` late ones over those accepted,
    ``code_error_rate`` rows with a wrong code over all, ``duplicate_rate`` rows that a file had twice over all.
    """

    source: str
    batches: int
    total: int
    accepted: int
    unchanged: int
    held: int
    rejected: int
    compliance_rate: Decimal | None
    late_rate: Decimal | None
    code_error_rate: Decimal | None
    duplicate_rate: Decimal | None
    rejected_by_rule: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        """The figures as plain data."""
        return {
            "source": self.source,
            "batches": self.batches,
            "total": self.total,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "held": self.held,
            "rejected": self.rejected,
            "compliance_rate": self.compliance_rate,
            "late_rate": self.late_rate,
            "code_error_rate": self.code_error_rate,
            "duplicate_rate": self.duplicate_rate,
            "rejected_by_rule": dict(self.rejected_by_rule),
        }


def quality_by_source(
    workspace: Workspace, *, first: date | None = None, last: date | None = None
) -> list[SourceQuality]:
    """The quality of each department's deliveries handed in from ``first`` to ``last``, both included; all, if None.

    Decisions on held rows are no deliveries and do not count. Error: ``period-backwards``.
    """
    if first is not None and last is not None and first > last:
        raise UsageError(
            "period-backwards",
            zh=f"起始日期 {first} 晚于截止日期 {last}，请核对。",
            en=f"The period begins on {first}, after its end on {last}; check both days.",
        )
    deliveries: dict[str, list[BatchEntry]] = {}
    for entry in Ledger.open(workspace).batches():
        within = (first is None or first <= entry.as_of) and (last is None or entry.as_of <= last)
        if entry.files and within:
            deliveries.setdefault(entry.source, []).append(entry)
    return [_quality(source, entries) for source, entries in sorted(deliveries.items())]


def _quality(source: str, entries: list[BatchEntry]) -> SourceQuality:
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(entry.counts)
    by_rule = {name.removeprefix(RULE): rows for name, rows in counts.most_common() if name.startswith(RULE)}
    taken = counts[Outcome.ACCEPTED] + counts[Outcome.UNCHANGED]
    return SourceQuality(
        source=source,
        batches=len(entries),
        total=counts["total"],
        accepted=counts[Outcome.ACCEPTED],
        unchanged=counts[Outcome.UNCHANGED],
        held=counts[Outcome.HELD],
        rejected=counts[Outcome.REJECTED],
        compliance_rate=_rate(taken, counts["total"]),
        late_rate=_rate(counts["late"], counts[Outcome.ACCEPTED]),
        code_error_rate=_rate(counts["code_errors"], counts["total"]),
        duplicate_rate=_rate(counts["repeated"], counts["total"]),
        rejected_by_rule=by_rule,
    )


def _rate(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(_RATE) if whole else None

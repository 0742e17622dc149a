"""How many rows of a batch ended how."""

from __future__ import annotations

from dataclasses import dataclass

from gongxin.intake.staging import Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """The four ways in which a row ends; together they are all rows there were."""

    accepted: int = 0
    unchanged: int = 0
    held: int = 0
    rejected: int = 0

    @property
    def total(self) -> int:
        """All rows."""
        return self.accepted + self.unchanged + self.held + self.rejected

    @classmethod
    def of(cls, rows: dict[str, int]) -> Counts:
        """The counts from numbers by outcome; raises ``ValueError`` for an outcome that is none."""
        return cls(**{str(Outcome(outcome)): number for outcome, number in rows.items()})

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.accepted + other.accepted,
            self.unchanged + other.unchanged,
            self.held + other.held,
            self.rejected + other.rejected,
        )

    def as_dict(self) -> dict[str, int]:
        """The counts in the order in which receipts show them."""
        return {
            "total": self.total,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "held": self.held,
            "rejected": self.rejected,
        }

"""What a result was made from: with the same stamp and the same ledger anyone comes to the same bytes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gongxin import __version__

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gongxin.evaluation.plan import Plan
    from gongxin.law.library import Law


@dataclass(frozen=True, slots=True)
class Stamp:
    """The arguments of a conclusion and the programs that drew it; no time of day, so the same run has the same stamp.

    ``law`` is the digest over all packs, ``packs`` that of each. ``reference_only`` is, in both languages, the article
    by which the result only informs and decides nothing; empty where it is not so limited.
    """

    model: str
    as_of: date
    known_at: int
    law: str
    packs: dict[str, str]
    reference_only: dict[str, str] | None
    engine: str
    gongxin: str

    @classmethod
    def of(cls, law: Law, plan: Plan, known_at: int, engine: str) -> Stamp:
        """The stamp of a run."""
        cite = plan.reference_only
        return cls(
            model=plan.model.id,
            as_of=plan.as_of,
            known_at=known_at,
            law=law.version,
            packs={pack_id: pack.digest for pack_id, pack in sorted(law.packs.items())},
            reference_only=None if cite is None else {"zh": law.cite(cite, "zh"), "en": law.cite(cite, "en")},
            engine=engine,
            gongxin=__version__,
        )

    def as_dict(self) -> dict[str, object]:
        """The stamp in the form in which it is written."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    def as_notes(self) -> dict[str, str]:
        """The stamp as one entry for the footer of a Parquet file."""
        return {"gongxin_stamp": json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True)}

    def write(self, result: Path) -> None:
        """Write the stamp beside the result it belongs to, with the digest of that file."""
        with result.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        whole = {**self.as_dict(), "result_sha256": digest}
        stamp_path(result).write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def stamp_path(result: Path) -> Path:
    """Where the stamp of a result lies: beside it, under its name and ``.stamp.json``."""
    return result.with_name(f"{result.name}.stamp.json")

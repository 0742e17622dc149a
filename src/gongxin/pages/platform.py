"""What a serving process keeps open: the workspace, its law and ledger, casework, and what the pages rest on.

The law is what the packs said when the process first asked: a new pack is served after a restart. The ledger is read
anew whenever a batch was committed, by whichever process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from gongxin.ledger import Ledger
from gongxin.pages.desk_pool import DeskPool
from gongxin.pages.name_index import NameIndex
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from datetime import date

    from gongxin.casework.casework import Casework
    from gongxin.law.library import Law
    from gongxin.ledger import BatchEntry


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every page rests on: the last batch it knows and the last day anything was handed in by then, the version of
    the rules, and whether any batch holds synthetic data."""

    known_at: int
    data_until: date | None
    law_version: str
    synthetic: bool


class Platform:
    """The workspace that this process serves, opened once."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace.open(root)
        self.ledger = Ledger.open(self.workspace)
        self._batches: list[BatchEntry] = []
        self._reading = Lock()

    @cached_property
    def law(self) -> Law:
        """The shipped packs with the workspace's own over them."""
        return self.workspace.law()

    @cached_property
    def names(self) -> NameIndex:
        """The index of names, for the search."""
        return NameIndex(self.workspace, self.ledger)

    @cached_property
    def desks(self) -> DeskPool:
        """Desks to read files at."""
        return DeskPool(self.ledger, self.law)

    @cached_property
    def casework(self) -> Casework:
        """Procedures under that law."""
        from gongxin.casework.casework import Casework

        return Casework(self.workspace, self.law)

    def batches(self, known_at: int) -> list[BatchEntry]:
        """The manifests of the first batches; each file is read once a process."""
        with self._reading:
            while len(self._batches) < known_at:
                self._batches.append(self.ledger.batch(len(self._batches) + 1))
            return self._batches[:known_at]

    def stamp(self) -> Stamp:
        """What pages rest on now."""
        known_at = self.ledger.last_batch
        batches = self.batches(known_at)
        return Stamp(
            known_at=known_at,
            data_until=max((batch.as_of for batch in batches), default=None),
            law_version=self.law.version,
            synthetic=any(batch.synthetic for batch in batches),
        )


def platform() -> Platform:
    """The platform under ``GONGXIN_HOME``."""
    return _opened(Path(os.environ["GONGXIN_HOME"]).absolute())


@lru_cache(maxsize=1)
def _opened(root: Path) -> Platform:
    return Platform(root)

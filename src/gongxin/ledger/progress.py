"""How long work tells its caller how far it has come."""

from __future__ import annotations

from collections.abc import Callable

#: Told how many steps are done, and of how many (None: not known).
Progress = Callable[[int, int | None], None]


class Steps:
    """Counts the steps of one piece of work and tells whoever wants to know."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def advance(self) -> None:
        """One more step is done."""
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)

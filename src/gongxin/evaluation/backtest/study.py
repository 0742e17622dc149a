"""The tables that a back-test measures, laid out in one connection: scores, outcomes, cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.following import gather_attributes, gather_outcomes, make_cases, read_evaluation
from gongxin.evaluation.run import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.following import Fields
    from gongxin.evaluation.backtest.question import FollowedSql, Window
    from gongxin.evaluation.stamp import Stamp
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger

#: How many times all buckets are gone through at most: attributes; scores and outcomes of two windows; scores later.
PASSES = 6


class Study:
    """Lays out the cases of windows. Each table or view has one name in the connection and is replaced when made again.

    ``attribute``: what is known of subjects. ``evaluation``: the scores of a window; ``outcome``: its records;
    the cases under a name of their own. ``later``: the scores at the end.
    """

    def __init__(
        self,
        ledger: Ledger,
        law: Law,
        model: str,
        connection: DuckDBPyConnection,
        scratch: Path,
        progress: Callable[[int, int | None], None],
    ) -> None:
        self.ledger, self.law, self.model, self.connection = ledger, law, model, connection
        self._scratch, self._progress = scratch, progress
        with ledger.snapshot() as snapshot:
            self._buckets = snapshot.buckets
        self._done = 0

    def learn_attributes(self, window: Window, known_at: int, fields: Fields) -> None:
        """Make ``attribute``, as known at a batch."""
        with self.ledger.snapshot(known_at) as snapshot:
            gather_attributes(self.connection, snapshot, window, fields, self._step)

    def evaluate(self, day: date, known_at: int | None, name: str) -> Stamp:
        """Make the view ``name`` of all scores as of a day."""
        out = self._scratch / f"{name}-{day}.parquet"
        done = self._done

        def tell(bucket: int, _buckets: int | None) -> None:
            self._reach(done + bucket)

        summary = evaluate(self.ledger, self.law, self.model, as_of=day, known_at=known_at, out=out, progress=tell)
        dimensions = [dimension.id for dimension in self.law.model(self.model, day).dimensions]
        read_evaluation(self.connection, str(out), name, dimensions)
        return summary.stamp

    def lay_out(
        self, window: Window, known_at: int, followed_at: int, followed: FollowedSql, fields: Fields, cases: str
    ) -> Stamp:
        """Make ``cases``: scores known at one batch beside outcomes known at another."""
        stamp = self.evaluate(window.as_of, known_at, "evaluation")
        model = self.law.model(self.model, window.as_of)
        with self.ledger.snapshot(followed_at) as snapshot:
            gather_outcomes(self.connection, snapshot, self.law, followed, window, model, fields, self._step)
        make_cases(self.connection, followed.among, fields, cases)
        return stamp

    def finish(self) -> None:
        """Tell that all is done, whatever was left out."""
        self._reach(PASSES * self._buckets)

    def _step(self) -> None:
        self._reach(self._done + 1)

    def _reach(self, done: int) -> None:
        self._done = done
        self._progress(done, PASSES * self._buckets)

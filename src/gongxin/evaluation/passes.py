"""The passes of a run over the parts of a ledger, several parts at once; what an earlier run finished is not redone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from gongxin.evaluation.parts import divide, work_of_some
from gongxin.evaluation.result_file import files_sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.engine import Engine, Question
    from gongxin.evaluation.previous import Previous
    from gongxin.evaluation.unfinished import Unfinished

    #: Told the buckets of each part done.
    Step = Callable[[int], None]

#: What the parts of a whole result are called.
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Passes:
    """One run: its question, who answers, where parts go, and how the ledger is divided."""

    question: Question
    engine: Engine
    folder: Unfinished
    connection: DuckDBPyConnection
    parts: list[range]

    def evaluate(self, step: Step) -> list[Path]:
        """Evaluate all subjects."""
        return self._each(_ALL, self.parts, partial(self.engine.evaluate, self.question), step)

    def unfold(self, step: Step) -> list[Path]:
        """Unfold all scores into their contributions."""
        return self._each("contributions", self.parts, partial(self.engine.unfold, self.question), step)

    def evaluate_unfolded(self, step: Step) -> list[Path]:
        """Unfold all scores, and evaluate all subjects on the way: :meth:`evaluate` then finds its parts done."""

        def write(buckets: range, unfolded: Path) -> None:
            results = _name(_ALL, buckets)
            if self.folder.part(results).exists():
                self.engine.unfold(self.question, buckets, unfolded)
            else:
                both = partial(self.engine.evaluate_unfolded, self.question, buckets, unfolded=unfolded)
                self.folder.make(results, both)

        return self._each("contributions", self.parts, write, step)

    def evaluate_touched(self, previous: Previous) -> tuple[list[Path], Path]:
        """Evaluate the subjects that may come out otherwise than before; the second file lists these subjects."""
        touched = self.folder.make("touched", partial(previous.note_touched, self.connection, self.question.snapshot))
        count = self.connection.execute(f"SELECT count(*) FROM {files_sql([touched])}").fetchall()[0][0]
        parts = divide(self.question.snapshot.buckets, work_of_some(count, self.parts))
        question = replace(self.question, among=touched)
        return self._each("touched", parts, partial(self.engine.evaluate, question), lambda _buckets: None), touched

    def merge(self, previous: Previous, fresh: list[Path], touched: Path, step: Step) -> list[Path]:
        """Put fresh rows in the place of the earlier ones."""

        def write(buckets: range, part: Path) -> None:
            previous.merge(self.connection.cursor(), fresh, touched, buckets, part)

        return self._each("merged", self.parts, write, step)

    def with_gone(self, previous: Previous, fresh: list[Path], touched: Path) -> list[Path]:
        """The fresh rows, and after them one for each subject that is not evaluated any more."""
        gone = self.folder.make("gone", partial(previous.note_gone, self.connection, fresh, touched))
        return [*fresh, gone]

    def _each(self, name: str, parts: list[range], write: Callable[[range, Path], None], step: Step) -> list[Path]:
        with ThreadPoolExecutor(self.engine.workers) as pool:
            running = {
                pool.submit(self.folder.make, _name(name, buckets), partial(write, buckets)): buckets
                for buckets in parts
            }
            try:
                for done in as_completed(running):
                    done.result()
                    step(len(running[done]))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return [self.folder.part(_name(name, buckets)) for buckets in parts]


def _name(name: str, buckets: range) -> str:
    return f"{name}-{buckets.start:04}-{buckets.stop - 1:04}"

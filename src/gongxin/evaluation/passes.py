"""The passes of a run over the parts of a ledger, several parts at once; what an earlier run finished is not redone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from gongxin.evaluation.engine import Output
from gongxin.evaluation.parts import divide, work_of_some
from gongxin.evaluation.result_file import files_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.engine import Engine, Question
    from gongxin.evaluation.previous import Previous
    from gongxin.evaluation.unfinished import Unfinished

    #: Told the buckets of each part done.
    Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Passes:
    """One run: its question, who answers, where parts go, and how the ledger is divided."""

    question: Question
    engine: Engine
    folder: Unfinished
    connection: DuckDBPyConnection
    parts: list[range]

    def of_all(self, outputs: Sequence[Output], step: Step) -> dict[Output, list[Path]]:
        """What is asked for about all subjects."""
        return self._each(self.question, "all", outputs, self.parts, step)

    def evaluate_touched(self, previous: Previous) -> tuple[list[Path], Path]:
        """Evaluate the subjects that may come out otherwise than before; the second file lists these subjects."""
        touched = self.folder.make("touched", partial(previous.note_touched, self.connection, self.question.snapshot))
        count = self.connection.execute(f"SELECT count(*) FROM {files_sql([touched])}").fetchall()[0][0]
        workings = previous.workings if self.engine.rests_on_workings else None
        work = work_of_some(count, self.parts, from_workings=workings is not None)
        parts = divide(self.question.snapshot.buckets, work)
        question = replace(self.question, among=touched, workings=workings)
        made = self._each(question, "touched", [Output.RESULTS], parts, lambda _buckets: None)
        return made[Output.RESULTS], touched

    def merge(self, previous: Previous, fresh: list[Path], touched: Path, step: Step) -> list[Path]:
        """Put fresh rows in the place of the earlier ones."""

        def merge(buckets: range) -> None:
            write = partial(previous.merge, self.connection.cursor(), fresh, touched, buckets)
            self.folder.make(_name("merged", buckets), write)

        self._in_turn(self.parts, merge, step)
        return [self.folder.part(_name("merged", buckets)) for buckets in self.parts]

    def with_gone(self, previous: Previous, fresh: list[Path], touched: Path) -> list[Path]:
        """The fresh rows, and after them one for each subject that is not evaluated any more."""
        gone = self.folder.make(
            "gone", partial(previous.note_gone, self.connection, self.question.model, fresh, touched)
        )
        return [*fresh, gone]

    def _each(
        self, question: Question, of: str, outputs: Sequence[Output], parts: list[range], step: Step
    ) -> dict[Output, list[Path]]:
        def write(buckets: range) -> None:
            names = {_name(f"{of}-{output}", buckets): output for output in outputs}
            self.folder.make_all(
                list(names),
                lambda drafts: self.engine.write(
                    question, buckets, {names[name]: draft for name, draft in drafts.items()}
                ),
            )

        self._in_turn(parts, write, step)
        return {output: [self.folder.part(_name(f"{of}-{output}", buckets)) for buckets in parts] for output in outputs}

    def _in_turn(self, parts: list[range], work: Callable[[range], None], step: Step) -> None:
        """Have each part worked on, as many at once as the engine has workers."""
        with ThreadPoolExecutor(self.engine.workers) as pool:
            running = {pool.submit(work, buckets): buckets for buckets in parts}
            try:
                for done in as_completed(running):
                    done.result()
                    step(len(running[done]))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _name(name: str, buckets: range) -> str:
    return f"{name}-{buckets.start:04}-{buckets.stop - 1:04}"

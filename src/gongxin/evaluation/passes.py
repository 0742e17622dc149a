"""The passes of a run over the parts of a ledger, several parts at once; what an earlier run finished is not redone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from gongxin.evaluation.engine import Output
from gongxin.evaluation.parts import divide, work_of_some
from gongxin.evaluation.result_file import files_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.engine import Engine, Question
    from gongxin.evaluation.previous import Previous
    from gongxin.evaluation.unfinished import Unfinished

    #: Told the buckets of each part done.
    Step = Callable[[int], None]

    #: Given a part of an output.
    Take = Callable[[Output, Path], None]


@dataclass(frozen=True, slots=True)
class Passes:
    """One run: its question, who answers, where parts go, and how the ledger is divided."""

    question: Question
    engine: Engine
    folder: Unfinished
    connection: DuckDBPyConnection
    parts: list[range]

    def of_all(self, outputs: Sequence[Output], step: Step, take: Take) -> None:
        """What is asked for about all subjects: ``take`` gets the parts of each output in order, soon after they are
        made."""
        self._each(self.question, "all", outputs, self.parts, step, take)

    def evaluate_touched(self, previous: Previous) -> tuple[list[Path], Path]:
        """Evaluate the subjects that may come out otherwise than before; the second file lists these subjects."""
        touched = self.folder.make("touched", partial(previous.note_touched, self.connection, self.question.snapshot))
        count = self.connection.execute(f"SELECT count(*) FROM {files_sql([touched])}").fetchall()[0][0]
        workings = previous.workings if self.engine.rests_on_workings else None
        work = work_of_some(count, self.parts, from_workings=workings is not None)
        parts = divide(self.question.snapshot.buckets, work)
        question = replace(self.question, among=touched, workings=workings)
        made: list[Path] = []
        self._each(
            question, "touched", [Output.RESULTS], parts, lambda _buckets: None, lambda _output, part: made.append(part)
        )
        return made, touched

    def merge(self, previous: Previous, fresh: list[Path], touched: Path, step: Step, take: Take) -> None:
        """Put fresh rows in the place of the earlier ones; ``take`` gets the parts of the results in order."""

        def merge(buckets: range) -> None:
            write = partial(previous.merge, self.connection.cursor(), fresh, touched, buckets)
            self.folder.make(_name("merged", buckets), write)

        for buckets in self._in_turn(self.parts, merge, step):
            take(Output.RESULTS, self.folder.part(_name("merged", buckets)))

    def with_gone(self, previous: Previous, fresh: list[Path], touched: Path) -> list[Path]:
        """The fresh rows, and after them one for each subject that is not evaluated any more."""
        gone = self.folder.make(
            "gone", partial(previous.note_gone, self.connection, self.question.model, fresh, touched)
        )
        return [*fresh, gone]

    def _each(
        self, question: Question, of: str, outputs: Sequence[Output], parts: list[range], step: Step, take: Take
    ) -> None:
        def write(buckets: range) -> None:
            names = {_name(f"{of}-{output}", buckets): output for output in outputs}
            self.folder.make_all(
                list(names),
                lambda drafts: self.engine.write(
                    question, buckets, {names[name]: draft for name, draft in drafts.items()}
                ),
            )

        for buckets in self._in_turn(parts, write, step):
            for output in outputs:
                take(output, self.folder.part(_name(f"{of}-{output}", buckets)))

    def _in_turn(self, parts: list[range], work: Callable[[range], None], step: Step) -> Iterator[range]:
        """Have each part worked on, as many at once as the engine has workers; each comes when it and all before it are
        done, while the next ones are worked on."""
        with ThreadPoolExecutor(self.engine.workers) as pool:
            running = [(pool.submit(work, buckets), buckets) for buckets in parts]
            try:
                for under_way, buckets in running:
                    under_way.result()
                    step(len(buckets))
                    yield buckets
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _name(name: str, buckets: range) -> str:
    return f"{name}-{buckets.start:04}-{buckets.stop - 1:04}"

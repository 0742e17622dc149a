"""Evaluate every subject a model is for: part by part, into one Parquet file and its stamp."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import duckdb_engine
from gongxin.evaluation.engine import Output, Question
from gongxin.evaluation.not_evaluated import count_not_evaluated
from gongxin.evaluation.parts import divide, records_known
from gongxin.evaluation.passes import Passes
from gongxin.evaluation.previous import previous_result
from gongxin.evaluation.result_file import ResultWriter, count_by_grade
from gongxin.evaluation.sql import compile_model
from gongxin.evaluation.stamp import Stamp, stamp_path
from gongxin.evaluation.unfinished import unfinished
from gongxin.evaluation.workings import check_can_keep, forget_workings, workings_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from gongxin.evaluation.engine import Engine
    from gongxin.evaluation.previous import Previous
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger

    Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class EvaluationSummary:
    """What a run did: how many subjects were evaluated, by grade, and where the result, its stamp and its workings lie.

    ``grades`` lists the model's grades from best to worst, those without subjects included; it is empty for a model
    that gives none. ``not_evaluated`` counts those whom a rule of the model keeps out, by rule. Any other subjects of
    the right kind that are not among ``evaluated`` had no data.
    """

    stamp: Stamp
    evaluated: int
    grades: dict[str, int]
    not_evaluated: dict[str, int]
    out: Path
    workings: Path | None = None

    def as_dict(self) -> dict[str, object]:
        """The summary in the form in which commands print it."""
        return {
            "model": self.stamp.model,
            "as_of": self.stamp.as_of,
            "known_at": self.stamp.known_at,
            "evaluated": self.evaluated,
            "grades": self.grades,
            "not_evaluated": self.not_evaluated,
            "reference_only": self.stamp.reference_only,
            "out": self.out,
            "stamp": stamp_path(self.out),
            "workings": self.workings,
        }


def evaluate(
    ledger: Ledger,
    law: Law,
    model: str,
    *,
    as_of: date,
    known_at: int | None = None,
    out: Path,
    contributions: Path | None = None,
    since: Path | None = None,
    changed_only: bool = False,
    keep_workings: bool = False,
    workers: int | None = None,
    engine: Engine | None = None,
    progress: Progress = lambda _done, _total: None,
) -> EvaluationSummary:
    """Evaluate all subjects by ``model`` as of a day, from what was known at a batch (the latest, if not said).

    Writes ``out``: one row a subject evaluated, in order of bucket and subject, with ``subject_id``, ``score``,
    ``grade`` (empty where the model gives none), ``direct`` (the rule that set or limited the grade, empty where the
    score alone did) and a column a dimension. Beside it goes the stamp (:class:`Stamp`). A run that was killed goes on
    where it was when the same is asked again. ``progress`` is told the buckets done.

    ``contributions`` is a second file, with every part of every score (:class:`.engine.Output`). ``since`` is an
    earlier result of the same question, to build on: only subjects that later batches touched are evaluated, and the
    result is, to the byte, that of a run over all. With ``changed_only`` the result has the rows of these subjects
    alone, and a row without score for one that is not evaluated any more. With ``keep_workings`` a run over all puts
    its workings (:mod:`.workings`) beside the result, and runs ``since`` then soon have done. ``workers`` parts are
    worked on at once, as many as there are cores if not said.

    Raises :class:`gongxin.errors.UsageError` for an unknown model (``unknown-model``), a day outside its effect
    (``model-not-in-force``), an earlier result that does not fit (``cannot-build-on-result``), workings that nobody
    could use (``no-workings``) or a file that cannot be written (``cannot-write-result``), and
    :class:`gongxin.errors.LawError` where a model cannot be computed.
    """
    compiled = compile_model(law, model, as_of)
    files = _files(out, contributions, keep_workings=keep_workings)
    with ExitStack() as stack:
        snapshot = stack.enter_context(ledger.snapshot(known_at))
        engine = engine or stack.enter_context(duckdb_engine(ledger, workers))
        if keep_workings:
            check_can_keep(compiled, engine)
        stamp = Stamp.of(law, compiled.plan, snapshot.known_at, ledger.root(snapshot.known_at), engine.name)
        connection = stack.enter_context(ledger.connect())
        previous = None if since is None else previous_result(connection, since, stamp, ledger, snapshot.buckets)
        if previous is not None and changed_only:
            stamp = replace(stamp, touched_since=previous.known_at)
        folder = stack.enter_context(unfinished(out, _identity(stamp, compiled, previous)))
        parts = divide(snapshot.buckets, records_known(ledger, snapshot.known_at))
        passes = Passes(Question(compiled, snapshot), engine, folder, connection, parts)
        step = _steps(progress, snapshot.buckets, 1 if previous is None or contributions is None else 2)
        with _writing(files, stamp, snapshot.buckets) as writers:
            _make(passes, previous, changed_only, step, writers)
        by_grade = count_by_grade(connection, out)
        kept_out = count_not_evaluated(connection, compiled, snapshot, parts)
        _seal(stamp, files)
    grades = {band.id: by_grade.get(band.id, 0) for band in compiled.plan.model.grades}
    return EvaluationSummary(stamp, sum(by_grade.values()), grades, kept_out, out, files.get(Output.WORKINGS))


def _files(out: Path, contributions: Path | None, *, keep_workings: bool) -> dict[Output, Path]:
    """Where each output goes."""
    files = {Output.RESULTS: out}
    if contributions is not None:
        files[Output.CONTRIBUTIONS] = contributions
    if keep_workings:
        files[Output.WORKINGS] = workings_path(out)
    for path in files.values():
        _check_writable(path)
    return files


def _seal(stamp: Stamp, files: Mapping[Output, Path]) -> None:
    """Put the stamp beside the result: from here on it counts."""
    out, workings = files[Output.RESULTS], files.get(Output.WORKINGS)
    stamp.write(out, workings)
    if workings is None:
        forget_workings(out)


@contextmanager
def _writing(files: Mapping[Output, Path], stamp: Stamp, buckets: int) -> Iterator[dict[Output, ResultWriter]]:
    """A writer for each file; they are there whole after the block, or not at all."""
    with ExitStack() as stack:
        yield {
            output: stack.enter_context(ResultWriter(file, stamp.as_notes(), buckets)) for output, file in files.items()
        }


def _make(
    passes: Passes,
    previous: Previous | None,
    changed_only: bool,
    step: Callable[[int], None],
    writers: Mapping[Output, ResultWriter],
) -> None:
    """Have the parts of each output made, and written one after the other while the next ones are made."""

    def take(output: Output, part: Path) -> None:
        writers[output].add(part)

    if previous is None:
        passes.of_all(list(writers), step, take)
        return
    others = [output for output in writers if output is not Output.RESULTS]
    if others:
        passes.of_all(others, step, take)
    fresh, touched = passes.evaluate_touched(previous)
    if not changed_only:
        passes.merge(previous, fresh, touched, step, take)
        return
    step(passes.question.snapshot.buckets)
    for part in passes.with_gone(previous, fresh, touched):
        take(Output.RESULTS, part)


def _steps(progress: Progress, buckets: int, passes: int) -> Callable[[int], None]:
    """Adds up the buckets done; of several passes over them each counts for its share."""
    done = 0
    progress(0, buckets)

    def step(more: int) -> None:
        nonlocal done
        done += more
        progress(done // passes, buckets)

    return step


def _identity(stamp: Stamp, compiled: CompiledModel, previous: Previous | None) -> str:
    """What tells this evaluation from any other: parts of one are of no use to another."""
    text = f"{compiled.results}\n{compiled.contributions}"
    whole = {
        **stamp.as_dict(),
        "sql_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "since": None if previous is None else previous.sha256,
        "workings": None if previous is None or previous.workings is None else previous.workings.sha256,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)


def _check_writable(out: Path) -> None:
    """Before hours of work, not after."""
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise UsageError(
            "cannot-write-result",
            zh="输出路径须是文件，且所在目录已存在；请先建立目录，或另选路径。",
            en="The output must be a file in a folder that exists; make the folder first, or choose another path.",
            where=str(out),
        )

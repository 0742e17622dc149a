"""Coming to a result again, from its stamp alone: the same bytes, or a word on what is different."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxin.errors import GongxinError, NotFound, UsageError
from gongxin.evaluation.run import evaluate
from gongxin.evaluation.sql import compile_model
from gongxin.evaluation.stamp import Stamp, listed, read_stamp
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.errors import Message
    from gongxin.evaluation.engine import Engine
    from gongxin.evaluation.run import EvaluationSummary
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger


def reproduce(
    ledger: Ledger,
    law: Law,
    stamp_file: Path,
    out: Path,
    *,
    engine: Engine,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> EvaluationSummary:
    """Evaluate as a stamp says, into ``out``, and hold the bytes against those it speaks of.

    Errors: ``not-a-stamp``; ``cannot-reproduce`` where ledger or law are not those of the stamp (nothing is written);
    ``not-reproduced`` where the bytes came out otherwise, which another version of a program may bring about.
    """
    expected = read_stamp(stamp_file)
    stamp = expected.stamp
    if stamp.touched_since is not None:
        raise UsageError(
            "cannot-reproduce",
            zh="该结果只含变动的主体，须与其所依据的前一结果一起得出；请复现全部主体的结果。",
            en="That result has only the subjects touched and comes of an earlier one; reproduce one of all subjects.",
            where=str(stamp_file),
        )
    here = _stamp_here(ledger, law, stamp, engine.name)
    _check(stamp_file, listed(stamp.differences(here)))
    summary = evaluate(
        ledger,
        law,
        stamp.model,
        as_of=stamp.as_of,
        known_at=stamp.known_at,
        out=out,
        engine=engine,
        progress=progress,
    )
    if sha256_of(out) != expected.result_sha256:
        raise _not_reproduced(out, listed(stamp.programs(here)))
    return summary


def _stamp_here(ledger: Ledger, law: Law, stamp: Stamp, engine: str) -> Stamp:
    """The stamp as it would be made here. A batch that is not here yet is a different ledger."""
    try:
        root = ledger.root(stamp.known_at)
    except NotFound:
        root = ""
    # Packs first: with others the model may not even be there.
    unlike = replace(
        stamp, ledger=root, law=law.version, packs={name: pack.digest for name, pack in sorted(law.packs.items())}
    )
    if unlike != stamp:
        return unlike
    return Stamp.of(law, compile_model(law, stamp.model, stamp.as_of).plan, stamp.known_at, root, engine)


def _check(stamp_file: Path, different: Message | None) -> None:
    if different is not None:
        raise UsageError(
            "cannot-reproduce",
            zh=f"依据不同，无从复现：{different.zh}。请使用印记所载的账本和规则包。",
            en=f"It rests on something else: {different.en}. Use the ledger and the packs that the stamp names.",
            where=str(stamp_file),
        )


def _not_reproduced(out: Path, programs: Message | None) -> GongxinError:
    zh = "程序版本相同，请报告这一问题" if programs is None else f"程序不同：{programs.zh}；请改用印记所载的版本"
    en = (
        "the programs are the same: please tell us" if programs is None else f"other programs: {programs.en}; use those"
    )
    return GongxinError(
        "not-reproduced",
        zh=f"重新评价的结果与印记所载的不是同一文件。{zh}。",
        en=f"What came out is not the file that the stamp speaks of; {en}.",
        where=str(out),
    )

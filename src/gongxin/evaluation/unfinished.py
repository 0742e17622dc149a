"""An evaluation under way: its finished parts lie beside the result to be, so that a run that is killed goes on.

The folder ``.NAME.unfinished`` holds ``question.json`` and a file for each part. Parts of another question (another
day, model, law, ledger, program) are of no use and are removed. A part gets its name only once it is whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import BusyError, UsageError
from gongxin.workspace.durable import sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The folder of one evaluation under way."""

    directory: Path

    def part(self, name: str) -> Path:
        """Where the part of that name is, or will be."""
        return self.directory / f"{name}.parquet"

    def make(self, name: str, write: Callable[[Path], None]) -> Path:
        """The part of that name; ``write`` makes it unless an earlier run has."""
        (part,) = self.make_all([name], lambda drafts: write(drafts[name]))
        return part

    def make_all(self, names: Sequence[str], write: Callable[[Mapping[str, Path]], None]) -> list[Path]:
        """The parts of these names; ``write`` makes those, at the paths it is given, that no earlier run has made."""
        drafts = {name: self.part(name).with_suffix(".draft") for name in names if not self.part(name).exists()}
        if drafts:
            write(drafts)
        for name, draft in drafts.items():
            sync(draft)
            draft.replace(self.part(name))
        return [self.part(name) for name in names]


@contextmanager
def unfinished(out: Path, question: str) -> Iterator[Unfinished]:
    """The folder beside ``out`` for the block; gone after it, or kept where the block was broken off with parts done.

    ``question`` is a text that tells one evaluation from another. Errors: ``result-being-written`` where another
    process is at it, ``cannot-write-result``.
    """
    directory = out.absolute().with_name(f".{out.name}.unfinished")
    with _locked(directory, out):
        asked = directory / "question.json"
        if not asked.exists() or asked.read_text(encoding="utf-8") != question:
            for path in directory.iterdir():
                path.unlink()
            write_durably(asked, question.encode())
        try:
            yield Unfinished(directory)
        except BaseException:
            if not any(directory.glob("*.parquet")):
                shutil.rmtree(directory)
            raise
        shutil.rmtree(directory)


@contextmanager
def _locked(directory: Path, out: Path) -> Iterator[None]:
    """Hold the folder. The lock goes with the process that holds it, however that ends."""
    try:
        directory.mkdir(exist_ok=True)
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise cannot_write(out) from error
    try:
        _lock(descriptor, out)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, out: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BusyError(
            "result-being-written",
            zh="另一进程正在写这个评价结果；请等它结束，或另选输出文件。",
            en="Another process is writing this result; wait for it to end, or choose another file.",
            where=str(out),
        ) from None


def cannot_write(out: Path) -> UsageError:
    """The refusal of a file that cannot be written."""
    return UsageError(
        "cannot-write-result",
        zh="无法写出评价结果；请检查目录、权限与磁盘空间。",
        en="The result cannot be written; check the folder, its permissions and the free space.",
        where=str(out),
    )

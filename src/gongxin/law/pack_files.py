"""Packs on disk: which folders are packs, which of their files says what, and reading them all.

A pack is a folder with a ``pack.yaml``. What else it says stands in folders (``catalogue/``, ``models/`` ...) with any
number of files, or in single files of those names (``publicity.yaml``, ``model.yaml``). What an expert expects of its
models stands in ``cases/``: no part of the law, and read by whoever puts it to the test (:func:`read_cases`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.errors import LawError, UsageError
from gongxin.law.schema.calendar import CalendarFile
from gongxin.law.schema.cases import CaseFile
from gongxin.law.schema.catalogue import CatalogueFile
from gongxin.law.schema.model import ModelFile
from gongxin.law.schema.pack import PackHeader
from gongxin.law.schema.parameters import ParametersFile
from gongxin.law.schema.procedure import ProcedureFile
from gongxin.law.schema.publicity import PublicityFile
from gongxin.law.schema.regions import RegionsFile
from gongxin.law.schema_errors import validated
from gongxin.law.suggestions import did_you_mean
from gongxin.law.yaml_reader import Document, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from gongxin.law.problems import Problems

_HEADER = "pack.yaml"
_CASES = "cases"
_DEEPEST = 4  # levels below a given folder on which packs are looked for
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of document: its schema, the folder it may stand in, and the names of its single file.

    ``entries`` is the list a file holds; a file that is itself one entry may leave the list out.
    """

    schema: type[BaseModel]
    folder: str
    names: tuple[str, ...]
    entries: str | None = None


_SORTS = (
    _Sort(CatalogueFile, "catalogue", ("catalogue",)),
    _Sort(ModelFile, "models", ("model", "models"), "models"),
    _Sort(PublicityFile, "publicity", ("publicity",), "rules"),
    _Sort(ParametersFile, "parameters", ("parameters",)),
    _Sort(ProcedureFile, "procedures", ("procedures",)),
    _Sort(CalendarFile, "calendar", ("calendar",)),
    _Sort(RegionsFile, "regions", ("regions",)),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read: its header, its files, and the SHA-256 over all of them (names and bytes)."""

    header: PackHeader
    source: Document
    files: tuple[tuple[BaseModel, Document], ...]
    digest: str


def find_packs(directories: Sequence[Path]) -> Iterator[Path]:
    """The pack folders among and a few levels below the given ones, by name; not within packs, nor in hidden folders.

    A folder reached in two ways (the workspace's own packs, named once more by a relative path) is one folder.
    Raises :class:`UsageError` for a directory that is not there.
    """
    met: set[Path] = set()
    for directory in directories:
        if not directory.is_dir():
            raise UsageError(
                "no-such-directory",
                zh=f"没有目录 {directory}；请核对路径",
                en=f"there is no directory {directory}; check the path",
                where=str(directory),
            )
        for folder in _packs_below(directory, _DEEPEST):
            if (place := folder.resolve()) not in met:
                met.add(place)
                yield folder


def _packs_below(directory: Path, levels: int) -> Iterator[Path]:
    if (directory / _HEADER).is_file():
        yield directory
    elif levels:
        for child in sorted(directory.iterdir()):
            if child.is_dir() and not child.name.startswith((".", "_")):
                yield from _packs_below(child, levels - 1)


def read_pack(folder: Path, problems: Problems) -> Pack | None:
    """Read one pack; mistakes are noted. None if even its header cannot be read."""
    paths = [path for path in _documents(folder) if path.relative_to(folder).parts[0] != _CASES]
    header: PackHeader | None = None
    source: Document | None = None
    files: list[tuple[BaseModel, Document]] = []
    for path in paths:
        with problems.noted():
            relative = path.relative_to(folder)
            document = read_yaml(path)
            if relative == Path(_HEADER):
                header, source = validated(PackHeader, document, problems), document
            else:
                sort = _sort_of(relative, path)
                document = _as_list(sort, document)
                content = validated(sort.schema, document, problems)
                files += [] if content is None else [(content, document)]
    if header is None or source is None:
        return None
    return Pack(header, source, tuple(files), _digest(folder, paths))


def read_cases(folder: Path, problems: Problems) -> list[tuple[CaseFile, Document]]:
    """The case files of a pack; mistakes are noted."""
    files = []
    for path in _documents(folder / _CASES):
        with problems.noted():
            document = read_yaml(path)
            content = validated(CaseFile, document, problems)
            files += [] if content is None else [(content, document)]
    return files


def _documents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("[!.]*") if path.suffix in _SUFFIXES and path.is_file())


def _sort_of(relative: Path, path: Path) -> _Sort:
    for sort in _SORTS:
        if relative.parts[0] == sort.folder or (len(relative.parts) == 1 and relative.stem in sort.names):
            return sort
    known = [name for sort in _SORTS for name in dict.fromkeys((sort.folder, *sort.names))]
    cure = did_you_mean(relative.parts[0].removesuffix(relative.suffix), known)
    raise LawError(
        "unknown-file",
        zh=f"包中没有这类文件；{cure.zh}可用的文件或文件夹名：{', '.join(known)}",
        en=f"a pack has no such file; {cure.en} Files or folders may be called {', '.join(known)}",
        where=str(path),
    )


def _as_list(sort: _Sort, document: Document) -> Document:
    """A file that is a single model or rule set, as the list of one that the schema wants."""
    data = document.data
    if sort.entries is not None and isinstance(data, dict) and "id" in data and sort.entries not in data:
        return document.within(sort.entries)
    return document


def _digest(folder: Path, paths: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()

"""``gongxin law lint``: whether packs hold together, and how much of them was verified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.errors import UsageError
from gongxin.law.library import Law
from gongxin.law.pack_files import find_packs
from gongxin.law.schema.basics import Citation
from gongxin.law.tree import parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gongxin.law.pack_files import Pack


def lint(directories: Sequence[Path] = (), *, shipped: bool = True, region: str | None = None) -> dict[str, Any]:
    """Load packs and say what is in each: entries by sort, citations, and how many of these are unverified.

    Raises :class:`gongxin.law.problems.LawErrors` with every mistake there is; :class:`UsageError` for a directory that
    is not there or has no pack in it.
    """
    for directory in directories:
        if not any(find_packs([directory])):
            raise UsageError(
                "no-pack-here",
                zh=f"目录 {directory} 中没有包（含 pack.yaml 的文件夹）",
                en=f"there is no pack in {directory}: a pack is a folder with a pack.yaml",
                where=str(directory),
            )
    law = Law.load(directories, shipped=shipped, region=region)
    return {"version": law.version, "packs": [_summary(pack) for pack in law.packs.values()]}


def _summary(pack: Pack) -> dict[str, Any]:
    citations = [part for content, _ in pack.files for _, part in parts(content) if isinstance(part, Citation)]
    entries: dict[str, int] = {"instruments": len(pack.header.instruments)}
    for content, _ in pack.files:
        for name, listed in content:
            if listed:
                entries[name] = entries.get(name, 0) + len(listed)
    return {
        "id": pack.header.id,
        "title": pack.header.title.model_dump(),
        "level": str(pack.header.jurisdiction.level),
        "region": pack.header.jurisdiction.region,
        "synthetic": pack.header.synthetic,
        "digest": pack.digest,
        "file": str(pack.source.path),
        "entries": entries,
        "citations": len(citations),
        "unverified": sum(not citation.verified for citation in citations),
    }

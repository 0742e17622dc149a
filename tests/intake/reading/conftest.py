"""A small catalogue of two items, and reading a file whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.intake.headings import KnownHeadings
from gongxin.intake.readers import limits
from gongxin.intake.readers.opening import open_source
from gongxin.law.schema.catalogue import CatalogueItem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.intake.chunk import FileNote

_COMMON: dict[str, Any] = {
    "catalogue_class": "administration",
    "nature": "neutral",
    "kinds": ["enterprise"],
    "in_force": {"from": "2020-01-01"},
    "cite": {"instrument": "invented-notice", "verified": False},
}


@pytest.fixture(scope="session")
def penalties() -> CatalogueItem:
    return CatalogueItem.model_validate(
        {
            **_COMMON,
            "id": "test.penalty",
            "title": {"zh": "行政处罚", "en": "penalty"},
            "subject": {"scheme": "uscc", "code": "party_code", "name": "party_name"},
            "key": ["doc_no"],
            "ignore": ["SJC", "时间戳"],
            "fields": [
                {"id": "party_name", "title": {"zh": "行政相对人名称", "en": "party"}, "codes": ["CF_XDR_MC"]},
                {
                    "id": "party_code",
                    "title": {"zh": "统一社会信用代码", "en": "party's code"},
                    "codes": ["CF_XDR_SHXYM", "CF_XDR_DM"],
                    "type": "uscc",
                },
                {
                    "id": "doc_no",
                    "title": {"zh": "行政处罚决定书文号", "en": "number of the decision"},
                    "codes": ["CF_WSH"],
                    "headings": ["文书号"],
                    "required": True,
                },
                {"id": "decided_on", "title": {"zh": "处罚决定日期", "en": "decided on"}, "codes": ["CF_JDRQ"]},
                {
                    "id": "fine",
                    "title": {"zh": "罚款金额（万元）", "en": "fine"},
                    "codes": ["CF_NR_FK"],
                    "type": "amount",
                    "unit": "wan_yuan",
                },
                {
                    "id": "kinds",
                    "title": {"zh": "处罚类别", "en": "kinds"},
                    "codes": ["CF_CFLB", "CF_CFLB1", "CF_CFLB2"],
                    "type": "codes",
                    "values": "test.kind",
                },
            ],
        }
    )


@pytest.fixture(scope="session")
def licences() -> CatalogueItem:
    return CatalogueItem.model_validate(
        {
            **_COMMON,
            "id": "test.licence",
            "title": {"zh": "行政许可", "en": "licence"},
            "subject": {"scheme": "uscc", "code": "holder_code"},
            "key": ["licence_no"],
            "fields": [
                {
                    "id": "holder_code",
                    "title": {"zh": "统一社会信用代码", "en": "holder's code"},
                    "codes": ["XK_XDR_SHXYM"],
                },
                {
                    "id": "licence_no",
                    "title": {"zh": "许可编号", "en": "number of the licence"},
                    "codes": ["XK_XKBH"],
                    "required": True,
                },
                {"id": "valid_to", "title": {"zh": "有效期至", "en": "valid to"}, "codes": ["XK_YXQZI"]},
            ],
        }
    )


@pytest.fixture(scope="session")
def known(penalties: CatalogueItem, licences: CatalogueItem) -> KnownHeadings:
    """Headings of penalties, which is what the files of these tests are handed in for."""
    return KnownHeadings(penalties, [penalties, licences])


@dataclass
class ReadFile:
    """All that a reader made of a file: cells of the rows, and broken rules of the malformed ones, by row number."""

    format: str
    headings: tuple[str, ...]
    rows: dict[int, tuple[str | None, ...]]
    malformed: dict[int, str]
    notes: tuple[FileNote, ...]
    chunks: int

    def note(self, rule: str) -> str:
        return next(note.message.en for note in self.notes if note.rule == rule)

    @property
    def noted(self) -> list[str]:
        return [note.rule for note in self.notes]


@pytest.fixture
def read(known: KnownHeadings, tmp_path: Path) -> Callable[[Path | bytes], ReadFile]:
    """Reads a file, or the content of one, to its end."""

    def reading(file: Path | bytes) -> ReadFile:
        if isinstance(file, bytes):
            path = tmp_path / "handed-in"
            path.write_bytes(file)
        else:
            path = file
        rows: dict[int, tuple[str | None, ...]] = {}
        malformed: dict[int, str] = {}
        with open_source(path, known, tmp_path) as source:
            chunks = list(source.chunks())
            for chunk in chunks:
                numbers, *columns = (column.to_pylist() for column in chunk.table.columns)
                rows |= dict(zip(numbers, zip(*columns, strict=True), strict=True))
                malformed |= {row["row"]: row["rule"] for row in chunk.malformed.to_pylist()}
            assert len(rows) + len(malformed) == sum(chunk.rows for chunk in chunks)
            return ReadFile(source.format, source.headings, rows, malformed, source.notes, len(chunks))

    return reading


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a hundred bytes and chunks of ten rows, so that small files have many of either."""
    monkeypatch.setattr(limits, "BLOCK_BYTES", 97)
    monkeypatch.setattr(limits, "CHUNK_ROWS", 10)

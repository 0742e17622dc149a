"""The desk of Lin, clerk of Yunze market regulation: an empty workspace, an invented catalogue, files to hand in.

Two firms of Yunze appear throughout: Great Bridge, an engineering firm, and Swallow, a taxi company.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.intake.pipeline import take
from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.subjects.identifiers import uscc
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gongxin.intake.receipt import Receipt

#: The day on which files are handed in, unless a test says otherwise: a Thursday.
TODAY = date(2026, 3, 12)

LIN = "云泽市市场监督管理局"
REGISTRY = "云泽市行政审批局"

BRIDGE_CODE = uscc.make("91", "990100", "MB000001")
BRIDGE = "云泽市大桥工程有限公司"
SWALLOW_CODE = uscc.make("91", "990100", "MB000002")
SWALLOW = "云泽市飞燕出租汽车有限公司"
UNKNOWN_CODE = uscc.make("91", "990100", "MB000009")


@dataclass
class Desk:
    """Where Lin works. The names in capitals are the people and firms of Yunze."""

    workspace: Workspace
    folder: Path
    written: int = field(default=0)

    LIN = LIN
    TODAY = TODAY
    BRIDGE, BRIDGE_CODE = BRIDGE, BRIDGE_CODE
    SWALLOW, SWALLOW_CODE = SWALLOW, SWALLOW_CODE
    UNKNOWN_CODE = UNKNOWN_CODE

    @staticmethod
    def penalty(**changes: str) -> dict[str, str]:
        """A sound penalty on the engineering firm, but for the changes."""
        sound = {
            "NAME": BRIDGE,
            "PARTY": "organisation",
            "CODE": BRIDGE_CODE,
            "WSH": "云监罚〔2026〕1号",
            "SY": "未按规定公示年度报告",
            "YJ": "《云泽市测试规定》第五条",
            "CFLB": "fine",
            "FK": "0.5",
            "JDRQ": "2026-03-10",
            "JG": LIN,
        }
        return sound | changes

    @staticmethod
    def said(receipt: Receipt) -> list[tuple[int, str, str]]:
        """What the receipt says of rows: row, outcome, rule."""
        return [(remark.row, remark.outcome, remark.rule) for remark in receipt.remarks()]

    def hand_in(self, rows: list[dict[str, str]], item: str = "yunze.penalty", **how: Any) -> Receipt:
        """Write the rows to a file and have it taken in."""
        return self.take([self.file(rows)], item, **how)

    def take(self, files: list[Path], item: str = "yunze.penalty", **how: Any) -> Receipt:
        """Have files taken in as one batch."""
        options: dict[str, Any] = {"source": LIN, "as_of": TODAY} | how
        return take(self.workspace, files, item, **options)

    def register(self, *firms: tuple[str, str] | tuple[str, str, str], **how: Any) -> Receipt:
        """Have the registry hand in firms: code, name, and former names if any."""
        rows = [dict(zip(("CODE", "NAME", "FORMER"), (*firm, "")[:3], strict=True)) for firm in firms]
        return self.hand_in(rows, "yunze.registration", source=REGISTRY, **how)

    def file(self, rows: list[dict[str, str]], headings: list[str] | None = None) -> Path:
        """A new CSV file with the rows."""
        self.written += 1
        path = self.folder / f"file-{self.written}.csv"
        columns = headings or list(dict.fromkeys(key for row in rows for key in row))
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    @property
    def ledger(self) -> Ledger:
        """The ledger as it is now."""
        return Ledger.open(self.workspace)

    def query(self, sql: str, known_at: int | None = None) -> list[tuple[Any, ...]]:
        """Ask the current ``record``, ``subject`` and ``event``."""
        with connect(self.workspace) as connection, self.ledger.snapshot(known_at) as snapshot:
            snapshot.attach(connection)
            return connection.execute(sql).fetchall()

    def everything_on_disk(self) -> bytes:
        """All bytes of all files of the workspace, names included; Parquet files once more as their values."""
        found = b""
        with connect(self.workspace) as connection:
            for path in sorted(self.workspace.root.rglob("*")):
                found += str(path).encode()
                if path.is_file():
                    found += path.read_bytes()
                if path.suffix == ".parquet":
                    found += repr(connection.execute("FROM read_parquet(?)", [str(path)]).fetchall()).encode()
        return found


@pytest.fixture(scope="session")
def law() -> Law:
    """The invented catalogue alone."""
    return Law.load([Path(__file__).parent / "packs"], shipped=False)


@pytest.fixture(scope="module")
def module_desk(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Iterator[Desk]:
    """Lin's desk, shared by all tests of a module, which take care not to get in each other's way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "law", lambda self: law)
        yield new_desk(tmp_path_factory.mktemp("yunze"))


@pytest.fixture
def desk(tmp_path: Path, law: Law, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Lin's desk, with nothing on file."""
    monkeypatch.setattr(Workspace, "law", lambda self: law)
    return new_desk(tmp_path)


def new_desk(folder: Path) -> Desk:
    """A desk in a folder of its own."""
    files = folder / "files"
    files.mkdir()
    return Desk(Workspace.create(folder / "workspace", buckets=4), files)


@pytest.fixture
def make_desk(law: Law, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Desk]:
    """Makes a desk in the folder given."""
    monkeypatch.setattr(Workspace, "law", lambda self: law)
    return new_desk


@pytest.fixture
def registered(desk: Desk) -> Desk:
    """Lin's desk, with both firms registered."""
    desk.register((BRIDGE_CODE, BRIDGE, "云泽桥梁工程队"), (SWALLOW_CODE, SWALLOW))
    return desk

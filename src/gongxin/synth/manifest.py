"""What the files of an invented city are, so that they can be taken in without guessing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What stands in the remark of every row, and in the manifest.
MARK = "合成数据 synthetic"

MANIFEST = "manifest.json"
TRUTH = "truth.parquet"
READ_ME = "README.md"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file: its path within the folder, what it is handed in as, by whom, and how many rows it has."""

    path: str
    item: str
    source: str
    rows: int
    format: str
    synthetic: bool = True


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files in the order in which they are to be taken in, and what made them."""

    seed: int
    subjects: int
    as_of: date
    messy: bool
    files: tuple[HandedIn, ...]

    def as_dict(self) -> dict[str, object]:
        """The manifest as it is written to ``manifest.json``."""
        return {
            "synthetic": True,
            "mark": MARK,
            "city": {"zh": "云泽市（虚构）", "en": "Yunze (invented)", "region": "990100"},
            "seed": self.seed,
            "subjects": self.subjects,
            "as_of": self.as_of.isoformat(),
            "messy": self.messy,
            "truth": TRUTH,
            "files": [asdict(file) for file in self.files],
        }

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into the folder."""
        text = json.dumps(self.as_dict(), ensure_ascii=False, indent=2)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder that :func:`gongxin.synth.write_city` wrote."""
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return cls(
            seed=said["seed"],
            subjects=said["subjects"],
            as_of=date.fromisoformat(said["as_of"]),
            messy=said["messy"],
            files=tuple(HandedIn(**file) for file in said["files"]),
        )


_READ_ME = f"""\
# 虚构城市云泽市的部门报送文件 · Department files of the invented city of Yunze

**全部为合成数据（{MARK}）。** 其中的城市、部门、企业、个人、代码、证件号码均由程序按种子生成，不属于任何人或单位；
行政区划 9901 不存在。不得作为真实信用信息使用或传播。

**All of it is synthetic.** The city, its departments, firms, persons, codes and identity numbers are made by a program
from a seed and belong to nobody; there is no region 9901. Never use or pass it on as real credit information.

- `{MANIFEST}`: 每个文件对应的目录事项和报送单位，按收录顺序排列 · item and source of each file, in the order of intake
- `{TRUTH}`: 每一行应有的处理结果及原因 · what intake should make of each row, and why
  (`file, row, outcome, rules, late, dirt, why_zh, why_en`)
"""


def write_read_me(folder: Path) -> None:
    """Write the README that says, in both languages, that nothing here is real."""
    (folder / READ_ME).write_text(_READ_ME, encoding="utf-8")

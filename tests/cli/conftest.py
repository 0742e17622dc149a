"""A town of two firms and the command line to run it with, as an operator would."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.cli.main import main
from gongxin.intake.pipeline import take
from gongxin.subjects.identifiers import uscc
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

REGISTRY = "云泽市行政审批局"
MARKET = "云泽市市场监督管理局"
BRIDGE, BRIDGE_CODE = "云泽市大桥工程有限公司", uscc.make("91", "990100", "MB000001")
SWALLOW, SWALLOW_CODE = "云泽市飞燕出租汽车有限公司", uscc.make("91", "990100", "MB000002")
MARKET_CODE = uscc.make("11", "990100", "MB000003")


@dataclass(frozen=True)
class Answer:
    """What a command left behind: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def rule(self) -> str:
        """The name of the error, of an answer asked for in JSON."""
        found: str = json.loads(self.err)["error"]["rule"]
        return found


@dataclass(frozen=True)
class Operator:
    """Somebody at the terminal of a workspace."""

    home: Path
    capture: pytest.CaptureFixture[str]

    def types(self, *words: object) -> Answer:
        """Run ``gongxin`` with these words, in this workspace."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GONGXIN_HOME", str(self.home))
            try:
                main([str(word) for word in words])
                code = 0
            except SystemExit as left:
                code = int(left.code or 0)
        streams = self.capture.readouterr()
        return Answer(code, streams.out, streams.err)


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    """A file of a department."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def operator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Operator:
    """An operator at a workspace that is not there yet."""
    return Operator(tmp_path / "home", capsys)


def registration(name: str, code: str) -> dict[str, str]:
    """A firm as its registry hands it in."""
    return {
        "企业名称": name,
        "统一社会信用代码": code,
        "登记状态": "存续",
        "成立日期": "2019-03-01",
        "登记机关": REGISTRY,
        "行政区划": "990102",
    }


def penalty(name: str, code: str, number: str) -> dict[str, str]:
    """An ordinary fine of 5,000 yuan, decided on 10 March 2026."""
    return {
        "CF_XDR_MC": name,
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": code,
        "CF_WSH": f"云市监罚〔2026〕{number}号",
        "CF_WFXW": "未按规定公示年度报告",
        "CF_SY": "逾期未公示2024年度报告",
        "CF_YJ": "《企业信息公示暂行条例》第十八条",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款人民币5000元",
        "CF_NR_FK": "0.5",
        "CF_JDRQ": "2026/03/10",
        "CF_CFJG": MARKET,
        "CF_CFJGDM": MARKET_CODE,
        "CF_SJLY": MARKET,
        "CF_SJLYDM": MARKET_CODE,
    }


@pytest.fixture(scope="session")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both firms registered; the market regulator has fined each, put a second fine of the taxi company under the
    engineering firm's code, and misspelt the code of a third."""
    folder = tmp_path_factory.mktemp("town")
    workspace = Workspace.create(folder / "home", buckets=2)
    firms = write_csv(folder / "firms.csv", registration(BRIDGE, BRIDGE_CODE), registration(SWALLOW, SWALLOW_CODE))
    take(workspace, [firms], "cn.registration", REGISTRY, date(2026, 3, 11))
    fines = write_csv(
        folder / "fines.csv",
        penalty(BRIDGE, BRIDGE_CODE, "1"),
        penalty(SWALLOW, SWALLOW_CODE, "2"),
        penalty(SWALLOW, BRIDGE_CODE, "3"),
        penalty(SWALLOW, SWALLOW_CODE[:-1] + ("1" if SWALLOW_CODE[-1] == "0" else "0"), "4"),
    )
    take(workspace, [fines], "cn.penalty", MARKET, date(2026, 3, 12))
    return folder


@pytest.fixture
def town(operator: Operator, built_town: Path) -> Operator:
    """A copy of the town, free to change."""
    shutil.copytree(built_town, operator.home.parent, dirs_exist_ok=True)
    return operator

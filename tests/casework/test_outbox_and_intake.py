"""Departments go on handing in what decisions have changed: the decisions stand."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import MARKET, Yunze, _people
from tests.casework.test_outbox import Mill

from gongxin.intake.pipeline import take
from gongxin.subjects.identifiers import person_digest, uscc

if TYPE_CHECKING:
    from pathlib import Path

    from tests.office_fixture import Office

    from gongxin.intake.receipt import Receipt
    from gongxin.law.library import Law

pytestmark = pytest.mark.slow

BRIDGE_CODE, BRIDGE = uscc.make("91", "330100", "MB000001"), "云泽市大桥工程有限公司"
SWALLOW_CODE, SWALLOW = uscc.make("91", "330100", "MB000002"), "云泽市飞燕出租汽车有限公司"
MARKET_CODE = uscc.make("11", "330100", "00000001")
PERSON = "11010519491231002X"  # the example in the annex of GB 11643


def penalty(**changes: str) -> dict[str, str]:
    sound = {
        "CF_XDR_MC": BRIDGE, "CF_XDR_LB": "法人及非法人组织", "CF_XDR_SHXYM": BRIDGE_CODE,
        "CF_WSH": "云监罚〔2026〕1号", "CF_WFXW": "违规停车", "CF_SY": "在禁停路段停车",
        "CF_YJ": "《道路交通安全法》第九十条", "CF_CFLB": "罚款", "CF_NR": "罚款", "CF_NR_FK": "0.02",
        "CF_JDRQ": "2026-05-11", "CF_CFJG": MARKET, "CF_CFJGDM": MARKET_CODE, "CF_SJLY": MARKET,
        "CF_SJLYDM": MARKET_CODE,
    }  # fmt: skip
    return sound | changes


class Department:
    """Market regulation, which hands in the same file every week."""

    def __init__(self, mill: Mill, folder: Path) -> None:
        self.mill, self.folder = mill, folder

    def hands_in(self, *rows: dict[str, str], day: str = "2026-06-01") -> Receipt:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path = self.folder / "penalties.csv"
        path.write_text(text.getvalue(), "utf-8")
        return take(self.mill.workspace, [path], "cn.penalty", MARKET, date.fromisoformat(day), confirm_unusual=True)


@pytest.fixture
def market(office: Office, law: Law, tmp_path: Path) -> Department:
    from gongxin.casework.casework import Casework

    town = Yunze(office.workspace, Casework(office.workspace, law), _people())
    department = Department(Mill(town, law), tmp_path)
    department.hands_in(penalty(), penalty(CF_WSH="2号", CF_XDR_MC=SWALLOW, CF_XDR_SHXYM=SWALLOW_CODE))
    return department


def test_a_record_moved_stays_moved_when_the_old_file_comes_again(market: Department) -> None:
    number = market.mill.asks("SELECT record_id FROM record WHERE doc_no <> '2号'")[0][0]
    about = {"record_id": number, "subject_id": BRIDGE_CODE}
    market.mill.decides(about | {"effect": "reassigned", "to_subject": SWALLOW_CODE}, number="O-1")
    market.mill.delivers()
    again = market.hands_in(penalty(), day="2026-09-01")
    assert (again.unchanged, again.accepted) == (1, 0)
    assert market.mill.asks(f"SELECT subject_id, version FROM record WHERE record_id = '{number}'") == [
        (SWALLOW_CODE, 2)
    ]


def test_a_correction_stands_when_the_old_file_comes_again_and_ends_when_the_right_one_does(market: Department) -> None:
    number = market.mill.asks("SELECT record_id FROM record WHERE doc_no <> '2号'")[0][0]
    about = {"record_id": number, "subject_id": BRIDGE_CODE}
    right = "在允许停车的路段超时停车"
    market.mill.decides(about | {"effect": "corrected", "corrections": {"facts": right, "fine": "0.01"}}, number="O-1")
    market.mill.delivers()
    query = f"SELECT version, amount, json_extract_string(payload, '$.facts') FROM record WHERE record_id = '{number}'"
    assert market.mill.asks(query) == [(2, 100, right)]
    again = market.hands_in(penalty(), day="2026-09-01")
    assert [(remark.outcome, remark.rule) for remark in again.remarks()] == [("unchanged", "corrected-since")]
    mended = market.hands_in(penalty(CF_SY=right, CF_NR_FK="0.01"), day="2026-09-02")
    assert mended.unchanged == 1, "the corrected record is the very record that a correct file brings"
    assert market.mill.asks(query) == [(2, 100, right)]


def test_a_person_s_record_is_corrected_without_the_number(market: Department) -> None:
    of_person = {
        "CF_XDR_MC": "王小明",
        "CF_XDR_LB": "自然人",
        "CF_XDR_SHXYM": "",
        "CF_XDR_ZJHM": PERSON,
        "CF_WSH": "3号",
    }
    receipt = market.hands_in(penalty(**of_person))
    assert receipt.accepted == 1, [remark.rule for remark in receipt.remarks()]
    person = person_digest.person_subject_id(PERSON, market.mill.workspace.digest_key)
    ((number,),) = market.mill.asks("SELECT record_id FROM record", person)
    about = {"record_id": number, "subject_id": person, "effect": "corrected", "corrections": {"facts": "在路边停车"}}
    market.mill.decides(about, number="O-1")
    market.mill.delivers()
    query = "SELECT version, subject_id, json_extract_string(payload, '$.facts') FROM record"
    assert market.mill.asks(query, person) == [(2, person, "在路边停车")]
    mended = market.hands_in(penalty(**of_person, CF_SY="在路边停车"), day="2026-09-02")
    assert mended.unchanged == 1

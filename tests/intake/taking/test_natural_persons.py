"""Natural persons: who admits them, how they are known, and that their numbers are nowhere."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest

from gongxin.errors import GongxinError
from gongxin.intake.held import drop, held_rows
from gongxin.subjects.identifiers import person_digest, resident_id

WANG = "11010119900101" + "123"
WANG += resident_id.check_character(WANG)
ZHAO = "11010119850505" + "12"
ZHAO = ZHAO + "4" + resident_id.check_character(ZHAO + "4")
HEAD = "11010119700707" + "125"
HEAD += resident_id.check_character(HEAD)


def person(desk: Any, **changes: str) -> dict[str, str]:
    """A sound penalty on Wang, who trades on his own account."""
    sound = desk.penalty(NAME="王某", PARTY="自然人", CODE="", SFZ=WANG)
    return {key: value for key, value in (sound | changes).items() if key not in ("CFLB", "FK")}


@pytest.mark.slow
def test_an_item_that_does_not_admit_natural_persons_rejects_them(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(NAME="王某", PARTY="自然人", CODE="", SFZ=WANG)])
    assert desk.said(receipt) == [(2, "rejected", "persons-not-admitted")]


@pytest.mark.slow
def test_a_row_with_nothing_but_an_identity_number_is_about_a_person(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(NAME="王某", PARTY="", CODE="", SFZ=WANG)])
    assert desk.said(receipt) == [(2, "rejected", "persons-not-admitted")]


def test_a_person_is_known_by_the_keyed_digest_of_the_number(desk: Any) -> None:
    assert desk.hand_in([person(desk)], "yunze.conduct").accepted == 1
    wanted = "person:" + person_digest.digest(WANG, desk.workspace.digest_key)
    assert desk.query("SELECT subject_id, subject_kind FROM record") == [(wanted, "natural_person")]
    assert desk.query("SELECT subject_id, kind, registered FROM subject") == [(wanted, "natural_person", False)]


@pytest.mark.slow
def test_spellings_of_the_number_are_one_person(desk: Any) -> None:
    wide = WANG.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    desk.hand_in([person(desk), person(desk, SFZ=f" {wide} ", WSH="2号")], "yunze.conduct")
    assert desk.query("SELECT count(DISTINCT subject_id), count(*) FROM record") == [(1, 2)]


@pytest.mark.slow
def test_a_persons_row_sent_again_is_unchanged_and_with_another_number_another_record(desk: Any) -> None:
    desk.hand_in([person(desk)], "yunze.conduct")
    again = desk.hand_in([person(desk), person(desk, SFZ=ZHAO)], "yunze.conduct")
    assert (again.unchanged, again.accepted) == (1, 1)


@pytest.mark.slow
def test_a_person_without_a_number_is_nobody_the_platform_could_know(desk: Any) -> None:
    assert desk.said(desk.hand_in([person(desk, SFZ="")], "yunze.conduct")) == [(2, "rejected", "no-subject")]


@pytest.mark.slow
def test_names_of_persons_are_not_compared(registered: Any) -> None:
    desk = registered
    desk.hand_in([person(desk)], "yunze.conduct")
    assert desk.hand_in([person(desk, NAME="王某某", WSH="2号")], "yunze.conduct").accepted == 1


@pytest.mark.slow
def test_a_number_written_into_the_facts_is_covered(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(SY=f"由{HEAD}负责"), desk.penalty(SY="无涉", WSH="2号")])
    assert desk.said(receipt) == [(2, "accepted", "number-covered")]
    assert desk.query("SELECT payload ->> '$.facts' FROM record ORDER BY doc_no DESC") == [
        ("由〔身份证号已隐去〕负责",),
        ("无涉",),
    ]


@pytest.mark.slow
def test_a_unified_code_that_looks_like_an_identity_number_stays(desk: Any) -> None:
    """All digits, and a day of birth where the region and the organisation code stand."""
    from gongxin.subjects.identifiers import uscc

    codes = (uscc.make("91", "990119", f"900101{n:02}") for n in range(100))
    code = next(code for code in codes if code.isdigit())
    assert desk.hand_in([desk.penalty(CODE=code)]).accepted == 1
    assert desk.query("SELECT subject_id, payload ->> '$.code' FROM record") == [(code, code)]


#: Rows with an identity number in every place one has been seen in, and in a few more.
def rows_with_numbers(desk: Any) -> list[dict[str, str]]:
    return [
        person(desk),
        person(desk, SFZ=ZHAO[:-1] + ("0" if ZHAO[-1] != "0" else "1"), WSH="2号"),
        person(desk, FR_SFZ=HEAD, WSH="3号"),
        person(desk, CODE=WANG, SFZ="", WSH="4号"),
        person(desk, SY=f"王某（{WANG}）称{ZHAO}知情", WSH="5号"),
        person(desk, NAME=f"王某{WANG}", WSH="6号"),
        person(desk, WSH=WANG),
        person(desk, JDRQ=WANG, WSH="8号"),
        person(desk, PARTY=WANG, WSH="9号"),
        person(desk, YJ="", SY=f"身份证{HEAD}", WSH="10号"),
        person(desk, WSH="11号"),
        person(desk, SY="另一说法", WSH="11号"),
        desk.penalty(NAME=f"云泽市{HEAD}商行", WSH="12号"),
    ]


@pytest.mark.parametrize("item", ["yunze.conduct", pytest.param("yunze.penalty", marks=pytest.mark.slow)])
def test_no_identity_number_is_in_any_file_of_the_workspace_nor_in_any_answer(
    registered: Any, item: str, caplog: Any, capsys: Any, tmp_path: Any
) -> None:
    desk = registered
    caplog.set_level(logging.DEBUG)
    rows = rows_with_numbers(desk)
    if item == "yunze.penalty":
        rows = [row | {"CFLB": "fine", "FK": "1"} for row in rows]
    receipt = desk.hand_in(rows, item)
    assert receipt.total == len(rows)
    assert receipt.rejected > 0

    answer = io.StringIO()
    receipt.write_json(answer)
    receipt.print_table()
    receipt.write_mend_file(tmp_path / "mend.xlsx")
    told = answer.getvalue() + capsys.readouterr().out + caplog.text + repr(held_rows(desk.workspace))
    kept = desk.everything_on_disk() + mend_texts(tmp_path / "mend.xlsx").encode()
    for number in (WANG, ZHAO, ZHAO[:-1], HEAD):
        assert number not in told
        assert number.encode() not in kept


def mend_texts(path: Any) -> str:
    from openpyxl import load_workbook

    return repr([list(row) for sheet in load_workbook(path) for row in sheet.values])


@pytest.mark.slow
def test_no_identity_number_is_in_an_error(desk: Any) -> None:
    desk.hand_in([person(desk)], "yunze.conduct")
    with pytest.raises(GongxinError) as refused:
        desk.hand_in([{"SFZ": WANG, "FR_SFZ": HEAD}], "yunze.conduct")
    assert WANG not in repr(refused.value.as_dict()) + str(refused.value)


@pytest.mark.slow
def test_no_identity_number_in_a_files_name_or_in_a_reason_is_kept(registered: Any) -> None:
    desk = registered
    path = desk.folder / f"{WANG}.csv"
    desk.file([desk.penalty(NAME=desk.SWALLOW)]).rename(path)
    receipt = desk.take([path])
    drop(desk.workspace, "2-1", by="林", reason=f"与{WANG}核对", as_of=desk.TODAY)
    with pytest.raises(GongxinError) as refused:
        desk.take([desk.folder / f"{ZHAO}.csv"])
    assert ZHAO not in repr(refused.value.as_dict())
    assert receipt.files[0].name == "〔身份证号已隐去〕.csv"
    assert WANG.encode() not in desk.everything_on_disk()


def test_a_failure_of_the_database_tells_nothing_of_the_rows_or_the_key(desk: Any, monkeypatch: Any) -> None:
    from gongxin.intake import judging

    def broken(*_: Any) -> str:
        return f"SELECT CAST('{WANG}' AS DATE), '{desk.workspace.digest_key.hex()}'"

    monkeypatch.setattr(judging, "candidates_sql", broken)
    with pytest.raises(GongxinError) as refused:
        desk.hand_in([desk.penalty()])
    assert refused.value.rule == "row-processing-failed"
    assert WANG not in str(refused.value)
    assert refused.value.__suppress_context__
    assert desk.ledger.last_batch == 0

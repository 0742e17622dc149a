"""Papers: told by their content, kept under their digest, named without what does not belong in a name."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casework.conftest import ENGINEERS, PDF

from gongxin.errors import InputError, LedgerError, NotAllowed, NotFound, UsageError

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze


def archive(*parts: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for part in parts:
            made.writestr(part, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf" + PDF, "pdf"),
        (b"\xff\xd8\xff\xe0 jpeg", "jpg"),
        (b"\x89PNG\r\n\x1a\n png", "png"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (archive("xl/workbook.xml", "[Content_Types].xml"), None),
        (b"PK\x03\x04 broken", None),
        (b"<html>%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_paper_is_what_its_content_is(content: bytes, form: str | None, office_ready: None) -> None:
    from gongxin.casework.paper_forms import form_of

    assert form_of(content) == form


@given(st.binary(max_size=60))
def test_no_content_makes_the_question_fail(content: bytes) -> None:
    from gongxin.casework.paper_forms import form_of

    assert form_of(content) in (None, "pdf", "jpg", "png", "docx", "ofd")
    assert form_of(b"PK\x03\x04" + content) in (None, "docx", "ofd")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("缴款凭证.pdf", "缴款凭证.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\li\receipt.jpeg", "receipt.pdf"),
        ("a\x00\x1b[31mb.pdf", "a[31mb.pdf"),
        ("..", "paper.pdf"),
        ("", "paper.pdf"),
        ("张三 11010519491231002X.pdf", "张三 〔身份证号已隐去〕.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ("." * 300 + "x" * 300, "x" * 120 + ".pdf"),
    ],
)
def test_a_name_keeps_what_a_reader_needs_and_no_more(given_name: str, kept: str) -> None:
    from gongxin.casework.paper_names import clean_name

    assert clean_name(given_name, "pdf") == kept


@given(st.text(max_size=300))
def test_no_name_has_a_path_or_a_control_character_or_is_too_long(given_name: str) -> None:
    from gongxin.casework.paper_names import clean_name

    kept = clean_name(given_name, "pdf")
    assert not set(kept) & set('/\\\x00\n\r\t<>:"|?*')
    assert kept.endswith(".pdf")
    assert 5 <= len(kept) <= 124
    assert not kept.startswith(".")


def test_one_handed_in_again_replaces_the_one_before_which_is_kept(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    first = yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-17")
    second = yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-18", content=PDF + b"more")
    view = yunze.casework.view(case, as_of=date(2026, 8, 18))
    proof = next(paper for paper in view.papers if paper.paper == "proof-of-performance")
    assert [(one.pk, one.replaced) for one in proof.handed_in] == [(second.pk, False), (first.pk, True)]
    assert yunze.casework.read(first, by=yunze.people["li"]) == PDF


def test_papers_lie_outside_any_web_root_readable_by_their_owner_alone(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    paper = yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-17")
    path = yunze.workspace.root / "office" / "papers" / paper.digest[:2] / paper.digest
    assert path.read_bytes() == PDF
    assert path.stat().st_mode & 0o077 == 0


def test_a_paper_that_was_changed_on_the_disk_is_told(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    paper = yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-17")
    path = yunze.workspace.root / "office" / "papers" / paper.digest[:2] / paper.digest
    path.write_bytes(b"other")
    with pytest.raises(LedgerError) as refused:
        yunze.casework.read(paper, by=yunze.people["zhang"])
    assert refused.value.rule == "paper-damaged"


def test_another_firm_reads_no_paper_of_the_case(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    paper = yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-17")
    with pytest.raises(NotAllowed):
        yunze.casework.read(paper, by=yunze.people["sun"])


def test_no_paper_comes_in_before_its_case_was_opened(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    with pytest.raises(UsageError) as early:
        yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-16")
    assert (early.value.rule, early.value.where) == ("before-the-last-move", case.number)
    assert "2026-08-17" in early.value.message.zh
    assert "2026-08-17" in early.value.message.en


def test_a_paper_too_large_or_unknown_or_for_a_closed_case_is_refused(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    with pytest.raises(InputError) as refused:
        yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-17", content=PDF + b" " * (11 * 1024 * 1024))
    assert refused.value.rule == "paper-size"
    with pytest.raises(NotFound):
        yunze.hands_in(case, "poem", "zhang", "2026-08-17")
    yunze.moves(case, "withdraw", "zhang", "2026-08-17")
    with pytest.raises(UsageError) as closed:
        yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-18")
    assert closed.value.rule == "case-closed"


def test_a_commitment_letter_is_filled_in_with_what_the_platform_knows(yunze: Yunze) -> None:
    from gongxin.casework.letters import letter_lines
    from gongxin.casework.moving import Running

    case = yunze.opens("repair", "zhang", "2026-08-17")
    paper = yunze.casework.fill_in(case, "commitment-letter", by=yunze.people["zhang"], as_of=date(2026, 8, 17))
    content = yunze.casework.read(paper, by=yunze.people["zhang"])
    assert content.startswith(b"%PDF-1.7")
    procedure = Running.of(yunze.casework.law, case).procedure
    rule = next(one for one in procedure.papers if one.id == "commitment-letter")
    lines = letter_lines(yunze.casework.law, procedure, rule, case, by=yunze.people["zhang"], on=date(2026, 8, 17))
    text = "\n".join(lines)
    assert case.number in text
    assert "云泽市澄湖工程有限公司" in text
    assert "签署：张工" in text
    assert "云泽市澄湖".encode("utf-16-be").hex().encode() in content


def test_what_only_the_applicant_can_bring_is_not_filled_in(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    with pytest.raises(UsageError) as refused:
        yunze.casework.fill_in(case, "proof-of-performance", by=yunze.people["zhang"], as_of=date(2026, 8, 17))
    assert refused.value.rule == "not-filled-in"


@given(st.lists(st.text(alphabet=st.characters(codec="utf-16"), max_size=200), max_size=80))
def test_any_text_makes_a_pdf_whose_table_leads_to_its_objects(lines: list[str]) -> None:
    from gongxin.casework.pdf_text import pdf_of

    content = pdf_of(lines)
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    table = content[start:].split(b"trailer")[0].splitlines()[3:]
    for number, entry in enumerate(table, start=1):
        assert content[int(entry[:10]) :].startswith(f"{number} 0 obj".encode())


def test_a_letter_names_a_firm_with_its_code_and_a_person_without_the_digest(yunze: Yunze) -> None:
    from gongxin.accounts.models import Account
    from gongxin.casework.letters import letter_lines
    from gongxin.casework.models import Case

    law = yunze.casework.law
    procedure = next(one for one in law.procedures if one.id == "cn.commitment.voluntary")
    by = Account(username="zhao", name="赵晓")

    def written_by(name: str, subject_id: str) -> list[str]:
        case = Case(number="C-2026-000001", subject_id=subject_id, subject_name=name)
        return letter_lines(law, procedure, procedure.papers[0], case, by=by, on=date(2026, 7, 13))

    assert f"承诺人：云泽工程有限公司（{ENGINEERS}）" in written_by("云泽工程有限公司", ENGINEERS)
    assert "承诺人：赵晓" in written_by("赵晓", "person:" + "0" * 32)


def test_a_case_at_the_terminal_marks_the_papers_that_it_needs(
    yunze: Yunze, capsys: pytest.CaptureFixture[str]
) -> None:
    from gongxin.cli.case_answers import show_case
    from gongxin.cli.options import Common

    case = yunze.opens("repair", "zhang", "2026-08-17")
    show_case(yunze.casework.view(case, as_of=date(2026, 8, 17)), Common())
    shown = capsys.readouterr().out
    assert "是 yes" in shown
    assert "True" not in shown


def test_moves_at_the_terminal_list_what_each_takes_under_the_option_that_gives_it(
    yunze: Yunze, capsys: pytest.CaptureFixture[str]
) -> None:
    from gongxin.cli.case_answers import show_moves
    from gongxin.cli.options import Common

    case = yunze.opens("objection", "zhang", "2026-08-17")
    show_moves(yunze.casework.moves(case, by=yunze.people["zhang"], as_of=date(2026, 8, 17)), Common())
    shown = capsys.readouterr().out
    assert "--said" in shown
    assert "claim" in shown

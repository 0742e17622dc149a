"""张工's firm asks for the repair of a fine; the clerks of market regulation work through their queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.casework.conftest import PDF

if TYPE_CHECKING:
    from tests.workbench.conftest import Desks

    from gongxin.casework.models import Case

#: Each of them lays a credit file out, in a workspace of its own.
pytestmark = pytest.mark.slow

REASONS = "罚款已缴清，整改到位。"


def path(case: Case, rest: str = "") -> str:
    return f"/desk/cases/{case.number}/{rest}"


def test_the_queue_shows_the_case_in_the_band_of_its_day(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    for day, band in (("2026-08-18", "this-week"), ("2026-08-20", "today"), ("2026-08-21", "late")):
        desks.it_is(day)
        page = desks.of("li").get(f"/desk/queue/?band={band}").content.decode()
        assert case.number in page, (day, band)
    assert "1 working day late" in page


def test_filters_keep_what_they_are_asked_for_and_others_nothing(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    client = desks.of("li")
    assert case.number in client.get("/desk/queue/?band=today&kind=repair&state=submitted").content.decode()
    assert case.number not in client.get("/desk/queue/?band=today&kind=objection").content.decode()
    assert case.number in client.get("/desk/queue/?band=today&mine=on").content.decode()


def test_another_department_s_queue_is_empty(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    assert case.number not in desks.of("he").get("/desk/queue/?band=today").content.decode()


def test_conditions_stand_on_the_page_with_their_articles(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    page = desks.of("li").get(path(case)).content.decode()
    assert "Conditions, as the machine finds them today" in page
    assert "Order" in page or "第36号" in page


def test_a_repair_is_granted_and_the_next_case_is_offered(desks: Desks) -> None:
    first, second = desks.town.submitted_repair("2026-08-17"), None
    second = desks.town.opens("objection", "zhang", "2026-08-17", "fine-of-may")
    desks.town.moves(second, "submit", "zhang", "2026-08-17", claim="金额有误")
    client = desks.of("li")
    client.post(path(first, "move/accept/"))
    client.get("/desk/queue/")
    page = client.post(path(first, "move/grant/"), {"reason": REASONS, "decide": "yes"}, follow=True).content.decode()
    assert "Done." in page
    assert path(second) in page
    first.refresh_from_db()
    assert first.outcome == "granted"
    desk = desks.of("zhang").get("/desk/my-file/").content.decode()
    assert "not displayed" in desk


def test_a_decision_after_its_term_is_made_and_marked_late(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    desks.town.moves(case, "accept", "li", "2026-08-18")
    desks.it_is("2026-09-14")
    client = desks.of("li")
    warned = client.post(path(case, "move/grant/"), {"reason": REASONS}).content.decode()
    assert "the decision counts and is marked" in warned
    page = client.post(path(case, "move/grant/"), {"reason": REASONS, "decide": "yes"}, follow=True).content.decode()
    assert "Done, after its term" in page
    assert "working days late" in page


def test_papers_are_handed_in_and_come_back_as_files_only(desks: Desks) -> None:
    case = desks.town.opens("repair", "zhang", "2026-08-17")
    desks.it_is("2026-08-17")
    client = desks.of("zhang")
    file = SimpleUploadedFile("缴款凭证.pdf", PDF)
    page = client.post(path(case, "papers/proof-of-performance/"), {"file": file}, follow=True).content.decode()
    assert "The paper is handed in." in page
    number = case.papers.get().pk
    answer = desks.of("li").get(path(case, f"paper/{number}/"))
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_page_handed_in_as_a_paper_is_refused_with_what_is_taken(desks: Desks) -> None:
    case = desks.town.opens("repair", "zhang", "2026-08-17")
    desks.it_is("2026-08-17")
    file = SimpleUploadedFile("proof.pdf", b"<html><script>alert(1)</script></html>")
    answer = desks.of("zhang").post(path(case, "papers/proof-of-performance/"), {"file": file})
    assert answer.status_code == 422
    assert "told by content and not by name" in answer.content.decode()


def test_the_letter_is_read_and_signed_on_the_page(desks: Desks) -> None:
    case = desks.town.opens("repair", "zhang", "2026-08-17")
    desks.it_is("2026-08-17")
    client = desks.of("zhang")
    assert "承诺人郑重承诺" in client.get(path(case, "letters/commitment-letter/")).content.decode()
    client.post(path(case, "letters/commitment-letter/"))
    assert case.papers.get().paper == "commitment-letter"


def test_who_handed_the_record_in_is_told_why_somebody_else_must_decide(desks: Desks) -> None:
    case = desks.town.opens("objection", "zhang", "2026-08-17")
    case.recorder = desks.person("li")
    case.save()
    desks.town.moves(case, "submit", "zhang", "2026-08-17", claim="金额有误")
    desks.town.moves(case, "accept", "zhou", "2026-08-18")
    assert "needs another person" in desks.of("li").get(path(case)).content.decode()


def test_what_waits_for_the_ledger_says_so(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    desks.town.moves(case, "accept", "li", "2026-08-18")
    client = desks.of("li")
    with desks.town.workspace.writing("somebody else"):
        page = client.post(
            path(case, "move/grant/"), {"reason": REASONS, "decide": "yes"}, follow=True
        ).content.decode()
    assert "this decision follows by itself" in page
    assert "What was decided is being written to the ledger" in page

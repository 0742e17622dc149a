"""张工 finds a taxi company's penalty under her firm's code; the clerk of transport moves it where it belongs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import record_id
from tests.workbench.conftest import ENGINEERS, PASSWORD, TAXIS

if TYPE_CHECKING:
    from typing import Any

    from tests.workbench.conftest import Desks

    from gongxin.casework.models import Case

#: Each of them lays a credit file out, in a workspace of its own.
pytestmark = pytest.mark.slow

CLAIM = "该处罚属平安出租汽车公司，本公司没有车辆。"
REASONS = "经核对车牌和营运证，当事人为平安出租汽车公司。"


@pytest.fixture
def objected(desks: Desks) -> Case:
    """The objection to the taxi fine, handed in and accepted."""
    case = desks.town.opens("objection", "zhang", "2026-08-17", "taxi-fine")
    desks.town.moves(case, "submit", "zhang", "2026-08-17", claim=CLAIM)
    desks.town.moves(case, "accept", "he", "2026-08-18")
    desks.carried_out("2026-08-18")
    desks.it_is("2026-08-20")
    return case


def move(case: Case, move_id: str = "reassign") -> str:
    return f"/desk/cases/{case.number}/move/{move_id}/"


def standing(subject: str) -> set[str]:
    """The records on a subject's file today."""
    from gongxin.pages import clock, conclusions

    file = conclusions.credit_file(subject, clock.today(), whole=True)
    return {entry.record_id for group in file.groups() for entry in group.entries}


def test_the_clerk_sees_the_whole_case_on_one_page(desks: Desks, objected: Case) -> None:
    page = desks.of("he").get(f"/desk/cases/{objected.number}/").content.decode()
    for part in (CLAIM, ENGINEERS, "云泽市澄湖工程有限公司", "wrong subject - move it to the right one", "objected to"):
        assert part in page
    assert "The record moves to the subject it belongs to; both histories stay true." in page


def test_the_right_subject_is_looked_for_by_name_and_nothing_typed_is_lost(desks: Desks, objected: Case) -> None:
    page = desks.of("he").post(move(objected), {"sought": "平安出租", "reason": REASONS, "find": "yes"})
    shown = page.content.decode()
    assert page.status_code == 200
    assert TAXIS in shown
    assert REASONS in shown
    assert objected.steps.count() == 3


def test_a_decision_without_reasons_is_told_in_place(desks: Desks, objected: Case) -> None:
    answer = desks.of("he").post(move(objected), {"sought": "平安出租", "to_subject": TAXIS, "reason": " "})
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert f'value="{TAXIS}"' in answer.content.decode()


def test_the_decision_is_shown_once_more_before_it_is_made(desks: Desks, objected: Case) -> None:
    filled = {"sought": "平安出租", "to_subject": TAXIS, "reason": REASONS}
    page = desks.of("he").post(move(objected), filled).content.decode()
    assert "What it does" in page
    assert REASONS in page
    objected.refresh_from_db()
    assert objected.state == "accepted"


def test_the_record_moves_to_the_taxi_company_and_its_consumers_are_told(desks: Desks, objected: Case) -> None:
    from gongxin.exchange.consumers import add_consumer
    from gongxin.exchange.supplies import supplied

    taxi_fine = record_id("taxi-fine")
    add_consumer("yunze-bank", "云泽农商银行", "bank", name_en="Yunze Bank")
    supplied("yunze-bank", {taxi_fine: ENGINEERS}, date(2026, 8, 1))
    client = desks.of("he")
    filled = {"sought": "平安出租", "to_subject": TAXIS, "reason": REASONS, "decide": "yes"}
    answer = client.post(move(objected), filled, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/desk/cases/{objected.number}/"
    assert f"It stands with the subject 云泽市平安出租汽车有限公司 ({TAXIS}) now." in page
    assert "Yunze Bank" in page
    assert taxi_fine in standing(TAXIS)
    assert taxi_fine not in standing(ENGINEERS)

    bank = desks.of("bank")
    told = bank.get("/desk/notices/").content.decode()
    assert "moved to another subject" in told
    assert "administrative penalty · " in told
    assert "云泽市澄湖工程有限公司" in told
    assert TAXIS not in told, "the bank has nothing of the taxi company's"
    number = told.split('name="notice" value="')[1].split('"')[0]
    assert (
        "1 notice is acknowledged."
        in bank.post("/desk/notices/acknowledge/", {"notice": [number]}, follow=True).content.decode()
    )


@pytest.fixture
def moved(desks: Desks, objected: Case) -> Case:
    """The taxi fine has been moved to the taxi company."""
    filled = {"sought": "平安出租", "to_subject": TAXIS, "reason": REASONS, "decide": "yes"}
    desks.of("he").post(move(objected), filled)
    return objected


def test_the_firm_sees_what_stood_under_its_code_by_mistake_and_the_public_does_not(desks: Desks, moved: Case) -> None:
    own = desks.of("zhang").get("/desk/my-file/").content.decode()
    assert "Stood here by mistake, and gone" in own
    assert "It never was this subject's own and left the file on" in own
    assert "was displayed until then" in own
    assert moved.number in own
    assert "taxi-fine" in own
    public = desks.of("bank").get(f"/subjects/{ENGINEERS}/").content.decode()
    assert "taxi-fine" not in public
    assert "Stood here by mistake" not in desks.of("sun").get("/desk/my-file/").content.decode(), "it is its own"


def test_a_firm_known_only_by_a_mistake_is_told_of_it_and_a_citizen_that_there_is_nothing(
    desks: Desks, moved: Case
) -> None:
    from gongxin.accounts.models import Account
    from gongxin.pages import conclusions

    left = conclusions.left_without_file(date(2026, 8, 20), desks.person("zhang"))
    assert [one.case_no for one in left] == [moved.number]
    assert conclusions.left_without_file(date(2026, 8, 20), desks.person("sun")) == []
    citizen = Account(username="fang", name="方女士", role="subject", subject_id="person:" + "7d" * 16)
    citizen.save()
    desks.town.people["fang"] = citizen
    answer = desks.of("fang").get("/desk/my-file/")
    assert answer.status_code == 200
    assert "Nothing is on file about you today." in answer.content.decode()


def test_the_firm_s_case_page_tells_what_its_file_showed_and_not_whose_the_record_is(desks: Desks, moved: Case) -> None:
    address = f"/desk/cases/{moved.number}/"
    firm, clerk = (desks.of(name).get(address).content.decode() for name in ("zhang", "he"))
    assert "was counted until then" in firm
    assert TAXIS not in firm
    assert "平安出租汽车有限公司 (" not in firm
    assert TAXIS in clerk


@pytest.mark.parametrize(
    ("name", "sees"), [("he", True), ("wang", True), ("audit", True), ("li", False), ("zhao", False), ("bank", False)]
)
def test_of_a_record_moved_away_only_its_department_and_those_who_oversee_are_told(
    desks: Desks, moved: Case, name: str, sees: bool
) -> None:
    client = desks.of(name)
    noted = {"sought": ENGINEERS, "purpose": "执法检查", "authorisation": ""}
    page = client.post("/desk/look-up/", noted, follow=True).content.decode()
    assert ("Stood here by mistake, and gone" in page) == sees
    assert ("taxi-fine" in page) == sees


def test_who_has_not_confirmed_who_he_is_does_so_and_the_very_decision_goes_on(desks: Desks, objected: Case) -> None:
    client = desks.of("he")
    session = client.session
    del session["gongxin.confirmed"]
    session.save()
    filled = {"sought": "平安出租", "to_subject": TAXIS, "reason": REASONS, "decide": "yes"}
    asked = client.post(move(objected), filled).content.decode()
    assert 'name="confirm-password"' in asked
    assert REASONS in asked
    wrong = client.post(move(objected), {**filled, "confirm-password": "guess"}).content.decode()
    assert "The password is not right" in wrong
    objected.refresh_from_db()
    assert objected.state == "accepted"
    client.post(move(objected), {**filled, "confirm-password": PASSWORD})
    objected.refresh_from_db()
    assert objected.state == "reassigned"


def test_where_a_second_factor_is_required_nobody_decides_without_one(
    desks: Desks, objected: Case, settings_of_django: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_of_django, "SECOND_FACTOR_REQUIRED", True)
    answer = desks.of("he").post(move(objected, "refuse"), {"reason": REASONS, "decide": "yes"})
    assert answer.status_code == 403
    assert "second factor" in answer.content.decode()


def test_corrections_say_only_what_changes(desks: Desks, objected: Case) -> None:
    client = desks.of("he")
    shown = client.get(f"/desk/cases/{objected.number}/").content.decode()
    assert "corrected-doc_no" in shown
    nothing = client.post(move(objected, "correct"), {"reason": REASONS, "corrected-doc_no": "taxi-fine"})
    assert nothing.status_code == 422


def test_two_clicks_on_the_same_decision_make_it_once_and_say_so(desks: Desks, objected: Case) -> None:
    client = desks.of("he")
    filled = {"reason": REASONS, "decide": "yes"}
    client.post(move(objected, "refuse"), filled)
    again = client.post(move(objected, "refuse"), filled, follow=True).content.decode()
    assert "the case has gone on meanwhile" in again
    assert objected.steps.filter(move="refuse").count() == 1


def test_another_department_s_clerk_may_not_see_the_case(desks: Desks, objected: Case) -> None:
    assert desks.of("li").get(f"/desk/cases/{objected.number}/").status_code == 403


def test_the_subject_reads_the_reasons_but_not_who_the_clerk_is(desks: Desks, objected: Case) -> None:
    desks.of("he").post(move(objected, "refuse"), {"reason": REASONS, "decide": "yes"})
    page = desks.of("zhang").get(f"/desk/cases/{objected.number}/").content.decode()
    assert REASONS in page
    assert ">何<" not in page
    assert "· 何" not in page


def test_in_chinese_the_page_says_the_same(desks: Desks, objected: Case) -> None:
    page = desks.of("he", "zh-hans").get(f"/desk/cases/{objected.number}/").content.decode()
    assert "错归主体，移至正确主体" in page
    assert "记录移至正确的主体；双方的历史均如实保留。" in page


def test_a_refused_firm_is_told_of_the_review_and_asks_for_it_from_the_case_page(desks: Desks, objected: Case) -> None:
    from gongxin.casework.models import Case

    desks.of("he").post(move(objected, "refuse"), {"reason": REASONS, "decide": "yes"})
    address = f"/desk/cases/{objected.number}/"
    firm, clerk = desks.of("zhang"), desks.of("he")
    page = firm.get(address).content.decode()
    ask = f"/subjects/{ENGINEERS}/records/{record_id('taxi-fine')}/apply/zj.objection.review/"
    assert "What is open now" in page
    assert "ask for a review" in page
    assert ask in page
    assert ask not in clerk.get(address).content.decode(), "the clerk is told, and cannot ask for it"
    public = firm.get(f"/progress/{objected.number}/").content.decode()
    assert "ask for a review" in public

    assert firm.post(ask, {"claim": "车牌不是本公司的。", "reason": ""}).status_code == 302
    review = Case.objects.get(kind="review")
    assert review.number in firm.get(address).content.decode()
    shown = desks.of("wang").get(f"/desk/cases/{review.number}/").content.decode()
    assert objected.number in shown
    assert "The instrument gives no number of days." in shown
    assert "What you can do" in shown

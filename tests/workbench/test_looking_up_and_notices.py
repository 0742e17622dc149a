"""The bank looks firms up and answers notices; the firm sees who did; persons are looked up with their consent only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import MARKET, penalty, record_id, take_in
from tests.workbench.conftest import ENGINEERS

from gongxin.subjects.identifiers.person_digest import person_subject_id

if TYPE_CHECKING:
    from tests.workbench.conftest import Desks

    from gongxin.accounts.models import Account
    from gongxin.law.library import Law

pytestmark = pytest.mark.slow

NUMBER = "990100199003074511"


@pytest.fixture
def bank_of_yunze(desks: Desks) -> None:
    from gongxin.exchange.consumers import add_consumer

    add_consumer("yunze-bank", "云泽农商银行", "bank", name_en="Yunze Bank")


@pytest.fixture
def wu(desks: Desks) -> Account:
    """吴, a citizen who is on file, and her account."""
    from gongxin.accounts.models import Account

    subject_id = person_subject_id(NUMBER, desks.town.workspace.digest_key)
    row = {"subject_id": subject_id, "kind": "natural_person", "name": "吴", "source": MARKET, "synthetic": True}
    take_in(desks.town.workspace, "cn.registration", MARKET, subjects=[row])
    account = Account.objects.create(username="wu", name="吴", role="subject", subject_id=subject_id)
    desks.town.people["wu"] = account
    return account


def test_the_bank_looks_a_firm_up_and_the_firm_reads_what_for(desks: Desks, bank_of_yunze: None) -> None:
    from gongxin.exchange.models import Supply

    bank = desks.of("bank")
    answer = bank.post("/desk/look-up/", {"sought": ENGINEERS, "purpose": "loan application 17"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/look-up/file/"
    assert "云泽市澄湖工程有限公司" in answer.content.decode()
    assert "loan application 17" in desks.of("zhang").get("/desk/my-queries/").content.decode()
    assert Supply.objects.filter(consumer__code="yunze-bank", record_id=record_id("fine-of-may")).exists()


def test_without_a_purpose_nothing_is_shown_and_nothing_noted(desks: Desks) -> None:
    from gongxin.accounts.models import Query

    page = desks.of("bank").post("/desk/look-up/", {"sought": ENGINEERS, "purpose": ""}).content.decode()
    assert "This field is required." in page
    assert not Query.objects.exists()


def test_a_name_that_means_several_asks_which(desks: Desks) -> None:
    page = desks.of("bank").post("/desk/look-up/", {"sought": "云泽市", "purpose": "loan"}).content.decode()
    assert "Who is meant?" in page
    assert ENGINEERS in page


def test_a_person_is_not_looked_up_without_consent_and_the_number_comes_back_nowhere(
    desks: Desks, bank_of_yunze: None, wu: Account
) -> None:
    answer = desks.of("bank").post("/desk/look-up/", {"sought": NUMBER, "purpose": "loan"})
    assert answer.status_code in (200, 403)
    assert "authorisation" in answer.content.decode()


def test_a_person_consents_is_looked_up_and_withdraws(desks: Desks, bank_of_yunze: None, wu: Account) -> None:
    mine = desks.of("wu")
    given = mine.post("/desk/my-consents/", {"purpose": "query.yunze-bank", "read": "yes"}, follow=True)
    page = given.content.decode()
    assert "The consent is given" in page
    assert "Look-up by Yunze Bank" in page
    assert "to let Yunze Bank look up my file" in page
    number = page.split("/desk/my-consents/CN-")[1].split("/")[0]
    bank = desks.of("bank")
    ask = {"sought": NUMBER, "purpose": "loan", "authorisation": f"CN-{number}"}
    assert bank.post("/desk/look-up/", ask).headers["Location"] == "/desk/look-up/file/"
    assert bank.get("/desk/look-up/file/").status_code == 200
    told = mine.post(f"/desk/my-consents/CN-{number}/withdraw/", follow=True).content.decode()
    assert "The consent is withdrawn" in told
    assert "The key is destroyed" in mine.get(f"/desk/my-consents/CN-{number}/").content.decode()
    assert bank.get("/desk/look-up/file/").status_code == 403


def test_consent_is_not_given_without_the_tick(desks: Desks, wu: Account) -> None:
    page = desks.of("wu").post("/desk/my-consents/", {"purpose": "query"}).content.decode()
    assert "Tick that you have read the text" in page


def test_a_firm_is_told_why_it_has_no_consents(desks: Desks) -> None:
    assert "rests on law" in desks.of("zhang").get("/desk/my-consents/").content.decode()


def test_the_day_s_list_and_journal_show_what_was_and_is_to_be_done(desks: Desks) -> None:
    case = desks.town.submitted_repair("2026-08-17")
    desks.it_is("2026-08-24")
    office = desks.of("wang")
    assert case.number in office.get("/desk/due/").content.decode()
    journal = office.get("/desk/journal/?day=2026-08-17").content.decode()
    assert case.number in journal
    assert "paper handed in" in journal


def test_the_first_day_that_a_calendar_knows_has_a_journal_and_no_day_before(desks: Desks) -> None:
    answer = desks.of("wang").get("/desk/journal/?day=0001-01-01")
    assert answer.status_code == 200
    assert 'rel="prev"' not in answer.content.decode()


def test_a_number_that_no_notice_can_have_acknowledges_nothing(desks: Desks) -> None:
    told = desks.of("wang").post("/desk/notices/acknowledge/", {"notice": ["9" * 26, "9" * 5000]}, follow=True)
    assert "0 notices are acknowledged." in told.content.decode()


def test_a_campaign_takes_its_targets_and_tells_whom_it_cannot_help(desks: Desks) -> None:
    office = desks.of("wang")
    filled = {"campaign": "屡罚不改专项", "goal": "退出名单", "subjects": f"{ENGINEERS}\nnobody"}
    page = office.post("/desk/campaigns/", filled, follow=True).content.decode()
    assert "0 subjects are on the list" in page  # on no list of dishonesty: there is nothing to help out of
    assert "nobody:" in page


def test_an_administrator_makes_an_account_and_hands_its_password_over(desks: Desks) -> None:
    from gongxin.accounts.models import Account

    office = desks.of("admin")
    filled = {"username": "tang", "name": "唐", "role": "source-department", "department": "market"}
    page = office.post("/desk/accounts/", filled).content.decode()
    password = page.split('class="code key">')[1].split("<")[0]
    made = Account.objects.get(username="tang")
    assert made.check_password(password)
    assert made.password_given
    twice = office.post("/desk/accounts/", filled).content.decode()
    assert "There is an account named" in twice
    assert 'value="唐"' in twice


def test_who_receives_records_is_kept_and_a_code_is_not_given_twice(desks: Desks) -> None:
    office = desks.of("wang")
    filled = {"code": "yunze-bank", "name": "云泽农商银行", "kind": "bank"}
    assert "The user of records is added." in office.post("/desk/consumers/", filled, follow=True).content.decode()
    twice = office.post("/desk/consumers/", {**filled, "name": "另一家"}).content.decode()
    assert "is that of" in twice


def test_a_person_s_record_in_a_case_is_seen_by_the_department_and_noted(desks: Desks, wu: Account) -> None:
    fine = penalty("fine-of-wu", wu.subject_id, "2026-05-11", subject_kind="natural_person")
    take_in(desks.town.workspace, "cn.penalty", MARKET, records=[fine])
    case = desks.town.opens("objection", "wu", "2026-08-17", "fine-of-wu", subject_id=wu.subject_id)
    desks.town.moves(case, "submit", "wu", "2026-08-17", claim="不是我")
    seen = desks.of("li").get(f"/desk/cases/{case.number}/").content.decode()
    assert "person:" not in seen
    assert case.number in desks.of("wu").get("/desk/my-queries/").content.decode()
    assert "not shown to your role" in desks.of("audit").get(f"/desk/cases/{case.number}/").content.decode()


def test_several_ticks_stand_under_what_they_are_about(desks: Desks) -> None:
    from django import forms
    from django.template import Context, Template

    class Ticks(forms.Form):
        records = forms.MultipleChoiceField(
            label="与其同时停止公示的记录",
            choices=[("a", "抽查结果一"), ("b", "抽查结果二")],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    page = Template("{% load gongxin_pages %}{% field bound %}").render(Context({"bound": Ticks()["records"]}))
    assert page.index("<legend>与其同时停止公示的记录") < page.index("抽查结果一")


def test_who_may_look_up_is_named_in_quotation_marks(desks: Desks, bank_of_yunze: None, law: Law) -> None:
    # A name may itself end in the word for looking up.
    from gongxin.accounts.consent_text import purpose_named

    assert purpose_named(law, "query.yunze-bank").zh == "供“云泽农商银行”查询"

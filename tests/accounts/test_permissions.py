"""Who may do what, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.accounts.conftest import COMPANY, PERSON, TODAY

from gongxin.accounts.actions import Action
from gongxin.accounts.roles import Role
from gongxin.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

MARKET = "云泽市市场监督管理局"
FIRE = "云泽市消防救援支队"


@dataclass
class ACase:
    subject_id: str = COMPANY
    source: str = MARKET
    department_id: int | None = None


def refused(rule: str, call: object, *args: object, **named: object) -> NotAllowed:
    assert callable(call)
    with pytest.raises(NotAllowed) as caught:
        call(*args, **named)
    assert caught.value.rule == rule
    assert caught.value.exit_code == 9
    return caught.value


def test_the_public_searches_and_is_sent_to_sign_in_for_the_rest(office: Office) -> None:
    from gongxin.accounts.permissions import may, require

    assert may(None, Action.SEARCH)
    said = refused("sign-in-first", require, None, Action.SEE_DUE)
    assert "信用办" in said.message.zh
    assert "credit office" in said.message.en


def test_the_administrator_zhou_is_told_who_decides(hire: Hire) -> None:
    from gongxin.accounts.permissions import require

    said = refused("not-allowed", require, hire("zhou", Role.ADMINISTRATOR), Action.DECIDE_CASE)
    assert "系统管理员" in said.message.zh
    assert "source department" in said.message.en


def test_a_disabled_account_is_no_more_than_the_public(hire: Hire) -> None:
    from gongxin.accounts.permissions import account_named, may

    wang = hire("wang", Role.CREDIT_OFFICE, source="")
    wang.is_active = False
    wang.save()
    assert not may(wang, Action.SEE_DUE)
    assert may(wang, Action.SEARCH)
    refused("account-disabled", account_named, "wang")


def test_nobody_is_named_who_is_not_there(hire: Hire) -> None:
    from gongxin.accounts.permissions import account_named

    assert account_named(hire("wang", Role.AUDITOR).username).name == "Wang"
    with pytest.raises(NotFound, match="account add"):
        account_named("nobody")


def test_the_agent_chen_acts_for_her_own_company_only(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_subject

    chen = hire("chen", Role.SUBJECT, subject_id=COMPANY)
    require_subject(chen, Action.SEE_WHOLE_FILE, COMPANY)
    require_subject(chen, Action.SEE_PUBLIC_FILE, "91330106MA2YYYYY0Y")
    refused("another-subject", require_subject, chen, Action.SEE_WHOLE_FILE, "91330106MA2YYYYY0Y")
    refused("another-subject", require_subject, chen, Action.OPEN_CASE, "91330106MA2YYYYY0Y")
    refused("another-subject", require_subject, chen, Action.SEE_PUBLIC_FILE, PERSON)


def test_a_subject_without_a_code_owns_nothing(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_subject

    refused("another-subject", require_subject, hire("empty", Role.SUBJECT), Action.SEE_WHOLE_FILE, "")


def test_a_natural_person_s_file_is_not_public(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_subject

    refused("sign-in-first", require_subject, None, Action.SEE_PUBLIC_FILE, PERSON, as_of=TODAY)
    refused("not-allowed", require_subject, hire("audit", Role.AUDITOR), Action.SEE_PUBLIC_FILE, PERSON, as_of=TODAY)
    require_subject(hire("lili", Role.SUBJECT, subject_id=PERSON), Action.SEE_PERSON, PERSON)


def test_a_department_sees_a_person_by_statute_and_a_bank_does_not(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_subject

    lin = hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET)
    bank = hire("bank", Role.AUTHORISED_USER, consumer="yunze-bank")
    statute = "statute:行政许可法:34:YZ-2026-0117"
    require_subject(lin, Action.SEE_PERSON, PERSON, authorisation=statute, as_of=TODAY)
    refused("person-without-authorisation", require_subject, lin, Action.SEE_PERSON, PERSON, as_of=TODAY)
    refused(
        "person-without-authorisation",
        require_subject,
        bank,
        Action.SEE_PERSON,
        PERSON,
        authorisation=statute,
        as_of=TODAY,
    )


@pytest.mark.parametrize("said", ["statute", "statute:行政许可法", "statute:行政许可法:34:", "because", "CN-1"])
def test_an_authorisation_that_says_too_little_opens_nothing(said: str, hire: Hire) -> None:
    from gongxin.accounts.permissions import require_subject

    lin = hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET)
    refused(
        "person-without-authorisation",
        require_subject,
        lin,
        Action.SEE_PERSON,
        PERSON,
        authorisation=said,
        as_of=TODAY,
    )


def test_the_fire_brigade_does_not_decide_about_a_record_of_market_regulation(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_case

    require_case(hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET), Action.DECIDE_CASE, ACase())
    he = hire("he", Role.SOURCE_DEPARTMENT, source=FIRE)
    refused("another-department", require_case, he, Action.DECIDE_CASE, ACase())
    refused("another-department", require_case, he, Action.SEE_CASE, ACase())


def test_a_department_that_hands_nothing_in_is_no_source_of_records_without_one(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_case

    none = hire("he", Role.SOURCE_DEPARTMENT, source="")
    refused("another-department", require_case, none, Action.DECIDE_CASE, ACase(source=""))


def test_a_supervising_department_decides_what_was_given_to_it(hire: Hire) -> None:
    from gongxin.accounts.permissions import require_case

    gu = hire("gu", Role.SUPERVISING_DEPARTMENT, source=FIRE)
    assert gu.department is not None
    require_case(gu, Action.DECIDE_CASE, ACase(department_id=gu.department.pk))
    require_case(gu, Action.SEE_CASE, ACase())
    refused("another-department", require_case, gu, Action.DECIDE_CASE, ACase())

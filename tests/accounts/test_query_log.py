"""Who looked whom up: every look-up leaves a line, its subject reads it, and it is kept as long as the law says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.accounts.conftest import COMPANY, NOON, PERSON, TODAY

from gongxin.accounts.roles import Role
from gongxin.errors import GongxinError, NotAllowed, UsageError
from gongxin.law.durations import add_months
from gongxin.law.library import Law

if TYPE_CHECKING:
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

MARKET = "云泽市市场监督管理局"
STATUTE = "statute:行政许可法:34:YZ-2026-0117"


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load([Path(__file__).parent / "packs"], shipped=False)


def refused(rule: str, call: Any, *args: Any, **named: Any) -> None:
    with pytest.raises(GongxinError) as caught:
        call(*args, **named)
    assert caught.value.rule == rule


def test_the_company_reads_which_department_looked_it_up_and_what_for(hire: Hire) -> None:
    from gongxin.accounts.query_log import log_query, queries_of

    lin = hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET)
    chen = hire("chen", Role.SUBJECT, subject_id=COMPANY)
    log_query(lin, COMPANY, purpose="日常检查", on=TODAY, at=NOON)
    log_query(chen, COMPANY, purpose="my file", on=TODAY, at=NOON + timedelta(minutes=1))
    seen = [(query.organisation, query.role, query.purpose, query.authorisation) for query in queries_of(chen, COMPANY)]
    assert seen == [("", "subject", "my file", "own"), (MARKET, "source-department", "日常检查", "")]


def test_a_line_names_the_bank_as_it_is_called(hire: Hire) -> None:
    from gongxin.accounts.query_log import log_query
    from gongxin.exchange.models import Consumer

    Consumer.objects.create(code="yunze-bank", name="云泽银行", kind="bank")
    entry = log_query(
        hire("bank", Role.AUTHORISED_USER, consumer="yunze-bank"), COMPANY, purpose="loan", on=TODAY, at=NOON
    )
    assert entry is not None
    assert entry.organisation == "云泽银行"


def test_the_public_leaves_no_line(office: Office) -> None:
    from gongxin.accounts.models import Query
    from gongxin.accounts.query_log import log_query

    assert log_query(None, COMPANY, purpose="", on=TODAY, at=NOON) is None
    assert not Query.objects.exists()


def test_a_look_up_says_what_for_and_a_person_s_by_what_right(hire: Hire) -> None:
    from gongxin.accounts.models import Query
    from gongxin.accounts.query_log import log_query

    lin = hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET)
    asks = {"on": TODAY, "at": NOON}
    refused("query-without-purpose", log_query, lin, COMPANY, purpose=" ", **asks)
    refused("person-without-authorisation", log_query, lin, PERSON, purpose="licence", **asks)
    refused("not-allowed", log_query, hire("audit", Role.AUDITOR), PERSON, purpose="audit", **asks)
    assert not Query.objects.exists()  # what was refused was not looked at
    entry = log_query(lin, PERSON, purpose="licence", authorisation=STATUTE, **asks)  # type: ignore[arg-type]
    assert entry is not None
    assert entry.authorisation == STATUTE


def test_only_the_subject_the_credit_office_and_the_auditor_read_the_log(hire: Hire) -> None:
    from gongxin.accounts.query_log import queries_of

    for reader in (hire("he", Role.CREDIT_OFFICE, source=""), hire("audit", Role.AUDITOR)):
        assert list(queries_of(reader, COMPANY)) == []
    for other in (hire("lin", Role.SOURCE_DEPARTMENT, source=MARKET), hire("zhou", Role.ADMINISTRATOR)):
        refused("not-allowed", queries_of, other, COMPANY)
    refused("another-subject", queries_of, hire("chen", Role.SUBJECT, subject_id=COMPANY), PERSON)
    refused("sign-in-first", queries_of, None, COMPANY)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ages=st.lists(st.integers(min_value=-5, max_value=5), max_size=4),
    as_of=st.dates(min_value=date(2028, 1, 1), max_value=date(2040, 12, 31)),
)
def test_purging_takes_what_is_older_than_ten_years_and_nothing_else(
    ages: list[int], as_of: date, office: Office, law: Law
) -> None:
    from gongxin.accounts.models import Account, Query
    from gongxin.accounts.query_log import purge

    zhou, _ = Account.objects.get_or_create(username="zhou", name="Zhou", role=Role.ADMINISTRATOR)
    Query.objects.all().delete()
    edge = add_months(as_of, -120)
    days = [edge + timedelta(days=age) for age in ages]
    for day in days:
        Query.objects.create(subject_id=COMPANY, by=zhou, role=zhou.role, purpose="p", asked_on=day, asked_at=NOON)
    gone = purge(law, by=zhou, as_of=as_of)
    kept = sorted(Query.objects.values_list("asked_on", flat=True))
    assert kept == sorted(day for day in days if add_months(day, 120) >= as_of)
    assert gone == len(days) - len(kept)


def test_nothing_is_purged_where_the_law_names_no_term_and_by_nobody_but_the_administrator(
    hire: Hire, law: Law
) -> None:
    from gongxin.accounts.query_log import purge

    zhou = hire("zhou", Role.ADMINISTRATOR)
    with pytest.raises(UsageError, match="name no term"):
        purge(law, by=zhou, as_of=date(2017, 1, 1))
    with pytest.raises(NotAllowed):
        purge(law, by=hire("he", Role.CREDIT_OFFICE, source=""), as_of=TODAY)

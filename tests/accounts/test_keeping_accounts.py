"""Zhou Ming keeps the accounts of Yunze, at the command line."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.accounts.conftest import COMPANY, NOON, PASSWORD

from gongxin.accounts.roles import Role
from gongxin.cli.main import main

if TYPE_CHECKING:
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

    Run = Any

MARKET = "云泽市市场监督管理局"


@pytest.fixture
def run(office: Office, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with --json: its answer, or the rule of its refusal."""

    def command(*words: str) -> Any:
        capsys.readouterr()
        try:
            main([*words, "--json"])
        except SystemExit:
            return json.loads(capsys.readouterr().err)["error"]["rule"]
        return json.loads(capsys.readouterr().out)

    return command


def test_from_an_empty_office_to_a_clerk_who_can_sign_in(run: Run) -> None:
    from gongxin.accounts.models import Account
    from gongxin.accounts.sign_in import by_password

    assert run("account", "add", "lin", "--name", "林岚", "--role", "auditor") == "first-an-administrator"
    first = run("account", "add", "zhou", "--name", "周明", "--role", "administrator")
    assert len(first["password"]) == 19
    assert run("account", "add", "lin", "--name", "林岚", "--role", "auditor") == "nobody-acts"
    run("department", "add", "market", MARKET, "--source", MARKET, "--as", "zhou")
    clerk = ("account", "add", "lin", "--name", "林岚", "--role", "source-department")
    assert run(*clerk, "--as", "zhou") == "account-of-nobody"
    assert run(*clerk, "--department", "fire", "--as", "zhou") == "no-department"
    made = run(*clerk, "--department", "market", "--as", "zhou")
    assert made["must_change_password"] is True
    assert run(*clerk, "--department", "market", "--as", "zhou") == "account-exists"
    assert run(*clerk[:2], "li n", *clerk[3:], "--department", "market", "--as", "zhou") == "account-name"
    assert run(*clerk[:2], "he", *clerk[3:], "--department", "market", "--as", "lin") == "not-allowed"
    signed_in = by_password("lin", made["password"], address="", at=NOON)
    assert signed_in == Account.objects.get(username="lin")
    listed = run("account", "list", "--as", "zhou")["accounts"]
    assert [(row["username"], row["department"]) for row in listed] == [("lin", "market"), ("zhou", None)]
    assert [row["code"] for row in run("department", "list", "--as", "zhou")["departments"]] == ["market"]
    assert run("department", "add", "other", "x", "--source", MARKET, "--as", "zhou") == "department-exists"


@pytest.mark.parametrize(
    ("role", "belongs", "fits"),
    [
        ("subject", ("--subject", COMPANY), True),
        ("authorised-user", ("--consumer", "yunze-bank"), True),
        ("rating-agency", ("--consumer", "yunze-rating"), True),
        ("auditor", (), True),
        ("subject", (), False),
        ("auditor", ("--subject", COMPANY), False),
        ("rating-agency", (), False),
        ("credit-office", ("--subject", COMPANY), False),
    ],
)
def test_an_account_belongs_to_what_its_role_says(
    role: str, belongs: tuple[str, ...], fits: bool, run: Run, hire: Hire
) -> None:
    hire("zhou", Role.ADMINISTRATOR)
    answer = run("account", "add", "new", "--name", "新", "--role", role, *belongs, "--as", "zhou")
    assert (answer != "account-of-nobody") is fits


def test_a_password_comes_on_standard_input_and_is_not_repeated(
    run: Run, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongxin.accounts.models import Account

    hire("zhou", Role.ADMINISTRATOR)
    lin = hire("lin", Role.AUDITOR)
    monkeypatch.setattr("sys.stdin", io.StringIO("Nine-calm-herons\n"))
    answer = run("account", "password", "lin", "--password-stdin", "--as", "zhou")
    assert "password" not in answer
    assert Account.objects.get(pk=lin.pk).check_password("Nine-calm-herons")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert run("account", "password", "lin", "--password-stdin", "--as", "zhou") == "weak-password"
    assert run("account", "password", "nobody", "--as", "zhou") == "no-account"


def test_the_last_administrator_cannot_be_disabled(run: Run, hire: Hire) -> None:
    hire("zhou", Role.ADMINISTRATOR)
    hire("lin", Role.AUDITOR)
    assert run("account", "disable", "lin", "--as", "zhou")["active"] is False
    assert run("account", "list", "--as", "lin") == "account-disabled"
    assert run("account", "enable", "lin", "--as", "zhou")["active"] is True
    assert run("account", "disable", "zhou", "--as", "zhou") == "last-administrator"
    hire("second", Role.ADMINISTRATOR)
    assert run("account", "disable", "zhou", "--as", "second")["active"] is False


def test_a_lost_second_factor_is_taken_away_by_the_administrator(run: Run, hire: Hire) -> None:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    hire("zhou", Role.ADMINISTRATOR)
    lin = hire("lin", Role.AUDITOR)
    TOTPDevice.objects.create(user_id=lin.pk, name="lost", confirmed=True)
    assert run("account", "reset-second-factor", "lin", "--as", "lin") == "not-allowed"
    assert run("account", "reset-second-factor", "lin", "--as", "zhou")["second_factor"] is False


@pytest.mark.slow
def test_a_person_consents_withdraws_and_proves_it_at_the_command_line(run: Run, hire: Hire) -> None:
    person = "person:" + "5c" * 16
    hire("lili", Role.SUBJECT, subject_id=person)
    text = run("consent", "text", "query")
    assert run("consent", "give", "query", "--digest", "0" * 64, "--as", "lili") == "another-text"
    given = run("consent", "give", "query", "--digest", text["digest"], "--as", "lili", "--as-of", "2026-11-24")
    assert given["text"]["digest"] == text["digest"]
    assert run("consent", "show", given["number"], "--as", "lili")["declarations"] == []
    assert run("consent", "declare", given["number"], "x", "--item", "cn.penalty", "--as", "lili") == "not-a-field"
    assert [row["number"] for row in run("consent", "list", "--as", "lili")["consents"]] == [given["number"]]
    gone = run("consent", "withdraw", given["number"], "--as", "lili", "--as-of", "2026-11-25")
    assert gone["withdrawn_on"] == "2026-11-25"
    assert gone["key"]["there"] is False
    assert run("consent", "prove", given["number"], "--as", "lili") == gone
    assert run("consent", "show", given["number"], "--as", "lili") == "consent-withdrawn"
    assert run("query-log", "--as", "lili") == {"queries": []}


@pytest.mark.slow
def test_the_log_is_purged_by_the_administrator_by_the_regulation_of_zhejiang(run: Run, hire: Hire) -> None:
    from gongxin.accounts.query_log import log_query

    hire("zhou", Role.ADMINISTRATOR)
    audit = hire("audit", Role.AUDITOR)
    log_query(audit, COMPANY, purpose="audit", on=NOON.date(), at=NOON)
    assert run("query-log", "--subject", COMPANY, "--as", "audit")["queries"][0]["purpose"] == "audit"
    assert run("query-log", "--purge", "--as", "audit") == "not-allowed"
    assert run("query-log", "--purge", "--as", "zhou", "--as-of", "2036-11-24") == {"purged": 0}
    assert run("query-log", "--purge", "--as", "zhou", "--as-of", "2036-11-25") == {"purged": 1}


def test_a_password_is_never_an_argument() -> None:
    """No command takes a secret where other users of the machine could read it."""
    import inspect

    from gongxin.cli import account

    for command in (account.add, account.password):
        named = set(inspect.signature(command).parameters)
        assert {name for name in named if "password" in name} <= {"password_stdin"}
    assert PASSWORD not in inspect.getsource(account)

"""Who did what to which account, and when: written with the change, and not to be unwritten."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.accounts.conftest import NOON, PASSWORD

from gongxin.accounts.actions import Action, roles_that_may
from gongxin.accounts.roles import Role
from gongxin.cli.main import main
from gongxin.errors import NotAllowed, UsageError

if TYPE_CHECKING:
    from tests.accounts.conftest import Hire
    from tests.office_fixture import Office

MARKET, FIRE = "云泽市市场监督管理局", "云泽市消防救援支队"


def told(username: str | None = None) -> list[tuple[str, str, str | None]]:
    """What the log says, the first first: account, what was done, by whom."""
    from gongxin.accounts.models import AccountChange

    found = AccountChange.objects.select_related("account", "by").order_by("pk")
    rows = [(row.account.username, row.change, row.by.username if row.by else None) for row in found]
    return [row for row in rows if username in (None, row[0])]


def test_the_way_of_an_account_from_its_first_day_to_its_last_is_in_the_log(office: Office) -> None:
    from gongxin.accounts import keeping
    from gongxin.accounts.models import AccountChange
    from gongxin.accounts.passwords import choose_password

    root = keeping.add_account(keeping.NewAccount("root", "周", Role.ADMINISTRATOR), PASSWORD, by=None, at=NOON)
    keeping.add_department("market", MARKET, by=root)
    keeping.add_department("fire", FIRE, by=root)
    clerk = keeping.NewAccount("lin", "林", Role.SOURCE_DEPARTMENT, department="market")
    lin = keeping.add_account(clerk, PASSWORD, by=root, at=NOON)
    choose_password(lin, PASSWORD, "Nine-calm-egrets", at=NOON)
    keeping.change_post(lin, Role.SUPERVISING_DEPARTMENT, "fire", by=root, at=NOON)
    keeping.give_password(lin, PASSWORD, by=root, at=NOON)
    keeping.remove_second_factor(lin, by=root, at=NOON)
    keeping.set_active(lin, active=False, by=root, at=NOON)
    keeping.set_active(lin, active=True, by=root, at=NOON)
    assert told("root") == [("root", "added", None)]
    assert [(change, by) for _, change, by in told("lin")] == [
        ("added", "root"),
        ("password-chosen", "lin"),
        ("post-changed", "root"),
        ("password-given", "root"),
        ("second-factor-removed", "root"),
        ("disabled", "root"),
        ("enabled", "root"),
    ]
    changed = AccountChange.objects.get(change="post-changed")
    assert changed.detail == {
        "role": ["source-department", "supervising-department"],
        "department": ["market", "fire"],
    }
    assert PASSWORD not in json.dumps(list(AccountChange.objects.values_list("detail", flat=True)))


def test_a_change_that_is_refused_leaves_no_line(hire: Hire) -> None:
    from gongxin.accounts import keeping

    root, lin = hire("root", Role.ADMINISTRATOR), hire("lin", Role.AUDITOR)
    with pytest.raises(UsageError, match="only administrator"):
        keeping.set_active(root, active=False, by=root, at=NOON)
    with pytest.raises(UsageError, match="only administrator"):
        keeping.change_post(root, Role.AUDITOR, by=root, at=NOON)
    with pytest.raises(UsageError):
        keeping.give_password(lin, "short", by=root, at=NOON)
    with pytest.raises(UsageError):
        keeping.change_post(lin, Role.SOURCE_DEPARTMENT, by=root, at=NOON)
    assert told() == []


def test_an_account_of_a_firm_never_becomes_an_official_s(hire: Hire) -> None:
    from gongxin.accounts import keeping

    root, firm = hire("root", Role.ADMINISTRATOR), hire("zhang", Role.SUBJECT, subject_id="91330106MA2XXXXX0X")
    with pytest.raises(UsageError, match="cannot take another role"):
        keeping.change_post(firm, Role.AUDITOR, by=root, at=NOON)


@pytest.mark.parametrize("how", ["change", "delete"])
def test_the_database_itself_keeps_every_line(hire: Hire, how: str) -> None:
    from django.db import DatabaseError, transaction

    from gongxin.accounts import keeping
    from gongxin.accounts.models import AccountChange

    root, lin = hire("root", Role.ADMINISTRATOR), hire("lin", Role.AUDITOR)
    keeping.set_active(lin, active=False, by=root, at=NOON)
    rows = AccountChange.objects.all()
    attempt = partial(rows.update, by=lin) if how == "change" else rows.delete
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        attempt()
    assert told() == [("lin", "disabled", "root")]


@pytest.mark.parametrize("role", list(Role))
def test_administrators_and_auditors_read_the_log_and_nobody_else(hire: Hire, role: Role) -> None:
    from gongxin.accounts.change_log import changes_seen

    reader = hire("reader", role)
    if role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert list(changes_seen(reader)) == []
    else:
        with pytest.raises(NotAllowed):
            changes_seen(reader)
    assert roles_that_may(Action.SEE_ACCOUNT_LOG) == [Role.AUDITOR, Role.ADMINISTRATOR]


def test_the_log_is_read_at_the_command_line(hire: Hire, capsys: pytest.CaptureFixture[str]) -> None:
    hire("root", Role.ADMINISTRATOR)
    hire("lin", Role.AUDITOR)
    main(["account", "disable", "lin", "--as", "root", "--json"])
    main(["account", "enable", "lin", "--as", "root", "--json"])
    main(["account", "change", "lin", "--role", "administrator", "--as", "root", "--json"])
    main(["account", "change", "root", "--role", "auditor", "--as", "lin", "--json"])
    capsys.readouterr()
    main(["account", "log", "lin", "--as", "root", "--json"])
    rows = json.loads(capsys.readouterr().out)["changes"]
    assert [(row["change"], row["by"]) for row in rows] == [
        ("post-changed", "root"),
        ("enabled", "root"),
        ("disabled", "root"),
    ]
    assert rows[0]["detail"] == {"role": ["auditor", "administrator"], "department": [None, None]}

"""The administrator gives 李 another post at her desk, and the auditor reads who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.workbench.conftest import Desks

#: Each has a town of its own to set up.
pytestmark = pytest.mark.slow


def test_another_post_is_given_on_the_page_of_the_account_and_stands_in_the_log(desks: Desks) -> None:
    admin = desks.of("admin")
    shown = admin.get("/desk/accounts/li/").content.decode()
    assert "Another role or department" in shown
    wanted = {"do": "post", "role": "supervising-department", "department": "housing"}
    done = admin.post("/desk/accounts/li/", wanted, follow=True).content.decode()
    assert "The account has another role or department from now on." in done
    log = desks.of("audit").get("/desk/account-log/?account=li").content.decode()
    assert "role or department changed" in log
    assert "source department → supervising department · market → housing" in log
    assert ">admin<" in log
    assert "role or department changed" not in admin.get("/desk/account-log/?account=he").content.decode()


def test_a_post_without_its_department_is_told_in_place(desks: Desks) -> None:
    answer = desks.of("admin").post("/desk/accounts/li/", {"do": "post", "role": "auditor", "department": "market"})
    assert "belongs to no department" in answer.content.decode()
    assert desks.person("li").role == "source-department"


def test_a_firm_s_account_has_no_other_post(desks: Desks) -> None:
    assert "Another role or department" not in desks.of("admin").get("/desk/accounts/zhang/").content.decode()

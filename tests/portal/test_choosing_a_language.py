"""王 chooses English once; her pages speak it wherever she signs in. Who has not signed in has a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.workbench.conftest import Desks, _on_file, desks, law, settings_of_django, yunze

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["_on_file", "desks", "law", "settings_of_django", "yunze"]

CHOOSE = "/language/"


def speaks(client: Client, page: str = "/desk/account/") -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    language: str = answer.headers["Content-Language"]
    return language


def anybody() -> Client:
    from django.test import Client

    return Client(SERVER_NAME="localhost", headers={"accept-language": "zh-CN"})


@pytest.mark.slow
def test_what_an_account_has_chosen_it_finds_at_any_machine(desks: Desks) -> None:
    here, elsewhere = desks.of("wang", "zh-hans"), desks.of("wang", "zh-hans")
    assert speaks(here) == "zh-hans"
    assert here.post(CHOOSE, {"language": "en", "next": "/desk/account/"}).status_code == 302
    assert (speaks(here), speaks(elsewhere)) == ("en", "en")
    assert speaks(desks.of("li", "zh-hans")) == "zh-hans", "it is hers alone"
    assert '<html lang="en"' in here.get("/").content.decode()


@pytest.mark.slow
def test_the_public_has_a_cookie_and_no_language_that_there_is_not_is_kept(
    desks: Desks, settings_of_django: Any
) -> None:
    public = anybody()
    assert speaks(public, "/") == "zh-hans"
    public.post(CHOOSE, {"language": "en", "next": "/"})
    assert speaks(public, "/") == "en"
    wang = desks.of("wang", "en")
    wang.post(CHOOSE, {"language": "tlh", "next": "/"})
    person = desks.person("wang")
    person.refresh_from_db()
    assert person.language == ""
    assert wang.get(CHOOSE).status_code == 405

"""Addresses within the site: what stands in a question, one part of it changed, and only ways that stay here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme

from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

#: Stands in an address for the subject of the account that is signed in, where that is a natural person: a person's
#: digest never does.
OWN = "own"


def named_in_address(subject_id: str) -> str:
    """How the addresses of a subject's own pages name it."""
    return OWN if subject_id.startswith(person_digest.PREFIX) else subject_id


def with_parameters(asked: QueryDict, **changed: object) -> str:
    """The question of an address (``?a=1&b=2``) with some of its parts set anew."""
    parameters = asked.copy()
    for name, value in changed.items():
        parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


def day_asked(asked: QueryDict, name: str, otherwise: date) -> date:
    """The day that a part of an address names; ``otherwise`` where it names none."""
    try:
        return date.fromisoformat(asked.get(name, ""))
    except ValueError:
        return otherwise


def within(request: HttpRequest, address: str | None, otherwise: str) -> str:
    """The address, if it leads to a place of this site; ``otherwise``, if not."""
    hosts = {request.get_host()}
    if address and url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure()):
        return address
    return otherwise

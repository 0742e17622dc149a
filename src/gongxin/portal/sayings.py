"""What an application says, by the name under which the case keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SAYINGS: dict[str, _StrPromise] = {
    "claim": _("What is wrong with the record, and what it should say"),
    "matter": _("What is promised, in which matter"),
    "valid_to": _("Until which day the promise runs"),
    "papers_missing": _("Which papers are still missing"),
    "about": _("Which evaluation the opinion is about"),
    "opinion": _("Your opinion"),
    "statement": _("Your statement"),
}

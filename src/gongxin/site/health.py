"""The address at which a supervisor of processes asks whether the site answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.pages.access import needs
from gongxin.pages.platform import platform

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@needs(Action.SEARCH)
def health(_request: HttpRequest) -> HttpResponse:
    """That both halves answer: the office database and the ledger, with its last batch."""
    connection.ensure_connection()
    return JsonResponse({"well": True, "batch": platform().ledger.last_batch})

"""Where the site begins, and how what it shows can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.pages import conclusions
from gongxin.pages.access import needs

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
@needs(Action.SEARCH)
def home(request: HttpRequest) -> HttpResponse:
    """The search, and what else there is."""
    return render(request, "portal/home.html")


@require_safe
@needs(Action.SEARCH)
def about(request: HttpRequest) -> HttpResponse:
    """How to check what is shown: the log's root, the key, the packs of rules with their digests."""
    ledger, law = conclusions.ledger(), conclusions.law()
    known_at = ledger.last_batch
    context = {"known_at": known_at, "root": ledger.root(known_at), "packs": sorted(law.packs.items())}
    return render(request, "portal/about.html", context)


@require_safe
@needs(Action.SEARCH)
def key(_request: HttpRequest) -> HttpResponse:
    """The public key that signs the log, as a file."""
    pem = conclusions.workspace().public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    name = 'attachment; filename="platform.pem"'
    return HttpResponse(pem, content_type="application/x-pem-file", headers={"Content-Disposition": name})

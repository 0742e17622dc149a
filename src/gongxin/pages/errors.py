"""How the pages say no: the platform's own refusals, and those of the web, each as a page with a cure.

A page of an error names no record and repeats nothing that was asked: an address or a form may hold a person's number.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from gongxin.errors import (
    BusyError,
    ConfirmationNeeded,
    GongxinError,
    InputError,
    LawError,
    LedgerError,
    Message,
    NotAllowed,
    NotFound,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.exceptions import PermissionDenied
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_LOG = logging.getLogger("gongxin.pages")

#: Status of each kind of refusal; the first that fits. What is none of them is the platform's own failure.
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (BusyError, 503),
    (ConfirmationNeeded, 409),
    (InputError, 400),
    (UsageError, 400),
    (LawError, 500),
    (LedgerError, 503),
)

#: The one character that text in PostgreSQL cannot hold. In what is posted, Django's forms refuse it.
_NUL = "\0"

_BAD_REQUEST = Message(
    zh="请求无法处理：内容不完整，或页面已过期。请返回上一页，刷新后重试。",
    en="The request cannot be dealt with: something is missing, or the page is out of date. Go back, reload and "
    "try again.",
)
_FORBIDDEN = Message(
    zh="当前账户无权进行此操作；如需办理，请用有相应权限的账户登录。",
    en="This account may not do that; sign in with one that may.",
)
_CSRF = Message(
    zh="表单已过期，或浏览器未接受本站的 Cookie，因此没有提交。请返回上一页，刷新后重新提交。",
    en="The form is out of date, or the browser takes no cookies from this site, so nothing was handed in. "
    "Go back, reload the page and try again.",
)
_NOT_FOUND = Message(
    zh="没有这个页面；地址可能写错，或内容已不再公示。可以从首页重新查询。",
    en="There is no such page: the address may be wrong, or the content is no longer on display. "
    "Start again from the search.",
)
_FAILED = Message(
    zh="平台自身出错，已记入日志；您提交的内容若未得到确认，即未生效。请稍后重试。",
    en="The platform itself failed, and its log says so. What was not confirmed was not done; please try again later.",
)


def status_of(error: GongxinError) -> int:
    """The status of HTTP with which a refusal is answered."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def refusal(request: HttpRequest, message: Message, status: int, rule: str = "") -> HttpResponse:
    """The page that says no; for HTMX only the part that takes the place of what was asked for."""
    whole = not getattr(request, "htmx", False)
    template = "pages/refusal.html" if whole else "pages/parts/refusal.html"
    return render(request, template, {"refused": message, "status": status, "rule": rule}, status=status)


class Refusals:
    """Middleware: turns every :class:`GongxinError` into a page in the reader's language, never into a traceback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; not one whose address holds what no database takes."""
        if _NUL in request.path_info or any(_NUL in said for _, all_ in request.GET.lists() for said in all_):
            return refusal(request, _BAD_REQUEST, 400, "bad-request")
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the platform's own refusals; leave all else to Django."""
        if not isinstance(error, GongxinError):
            return None
        status = status_of(error)
        if status >= 500:
            _LOG.error("%s %s", error.rule, type(error).__name__)
        return refusal(request, error.message, status, error.rule)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400."""
    return refusal(request, _BAD_REQUEST, 400, "bad-request")


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:  # noqa: ARG001
    """403."""
    return refusal(request, _FORBIDDEN, 403, "not-allowed")


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403, for a form without a good token against forgery."""
    return refusal(request, _CSRF, 403, "form-out-of-date")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404."""
    return refusal(request, _NOT_FOUND, 404, "no-such-page")


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - what failed may be in the request
    """500: a page that needs nothing but itself, in both languages."""
    return HttpResponse(render_to_string("pages/failed.html", {"refused": _FAILED}), status=500)

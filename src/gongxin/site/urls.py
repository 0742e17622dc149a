"""All addresses of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from gongxin.pages.choosing_language import choose
from gongxin.site.health import health

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("language/", choose, name="set_language"),
    path("desk/", include("gongxin.workbench.urls")),
    path("", include("gongxin.portal.urls")),
]

handler400 = "gongxin.pages.errors.bad_request"
handler403 = "gongxin.pages.errors.forbidden"
handler404 = "gongxin.pages.errors.not_found"
handler500 = "gongxin.pages.errors.failed"

"""Addresses of the public site. Codes of organisations may stand in them; nothing that tells a person ever does: a
person's own account writes ``own``."""

from __future__ import annotations

from django.urls import path

from gongxin.portal.views import applying, home, lists, progress, search, subjects

_SUBJECT = "subjects/<str:code>/"

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("about/", home.about, name="about"),
    path("about/platform.pem", home.key, name="key"),
    path(_SUBJECT, subjects.file, name="file"),
    path(f"{_SUBJECT}way-up/<str:model>/", subjects.way_up, name="way-up"),
    path(f"{_SUBJECT}records/<slug:record_id>/", subjects.record, name="record"),
    path(f"{_SUBJECT}records/<slug:record_id>/apply/<str:procedure>/", applying.apply, name="apply"),
    path(f"{_SUBJECT}apply/<str:procedure>/", applying.apply, name="apply-as-such"),
    path("progress/", progress.progress, name="progress"),
    path("progress/<slug:number>/", progress.case, name="case"),
    path("commitments/", lists.commitments, name="commitments"),
    path("not-yet-updated/", lists.still_showing, name="still-showing"),
]

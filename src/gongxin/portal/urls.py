"""Addresses of the public site. Codes of organisations may stand in them; a person's digest or name never does."""

from __future__ import annotations

from django.urls import path

from gongxin.portal.views import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("progress/", home.about, name="progress"),
    path("commitments/", home.about, name="commitments"),
    path("not-yet-updated/", home.about, name="still-showing"),
]

"""The site as a WSGI application, for the server. Each process that imports it is ready before it answers."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from gongxin.site.warming import warm  # noqa: E402 - there is no site before Django is set up

warm()

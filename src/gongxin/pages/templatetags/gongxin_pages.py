"""Filters and parts that all pages share. ``{% load gongxin_pages %}``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html

from gongxin.law.schema.procedure import Actor
from gongxin.pages import language
from gongxin.pages.addresses import with_parameters
from gongxin.pages.deadlines import urgency
from gongxin.pages.status import Tone, tone_of
from gongxin.pages.words import ACTORS
from gongxin.reports.report import plain_number

if TYPE_CHECKING:
    from datetime import date

    from django.template import Context

    from gongxin.pages.language import Bilingual

register = template.Library()

register.filter("say", language.said)
register.filter("as_written", language.as_written)
register.filter("listed", language.listed)


@register.filter
def day(value: date | None) -> str:
    """A day as a time element, unambiguous in both languages; a dash for none."""
    return "—" if value is None else format_html('<time datetime="{0}">{0}</time>', value.isoformat())


@register.filter
def number(value: Decimal | int | None) -> str:
    """A number as written by hand, minus as a minus; a dash for none."""
    if value is None:
        return "—"
    return plain_number(Decimal(value)).replace("-", "−")


@register.filter
def signed(points: Decimal) -> str:
    """Points with their sign."""
    text = plain_number(points)
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


@register.filter
def actor_title(actor: str) -> str:
    """Who acts in a procedure; nothing where that is not said."""
    return str(ACTORS[Actor(actor)]) if actor else ""


@register.filter
def short(digest: str) -> str:
    """The first characters of a digest, enough to tell it from others on a page."""
    return digest[:12]


@register.inclusion_tag("pages/parts/badge.html")
def badge(words: Bilingual | str, tone: str = "plain") -> dict[str, Any]:
    """A status badge: ``good``, ``bad``, ``warn`` or ``plain``. The words say it, the colour only helps."""
    return {"words": words, "tone": Tone(tone).value}


@register.inclusion_tag("pages/parts/badge.html")
def outcome_badge(words: Bilingual | str, outcome: str | None) -> dict[str, Any]:
    """The badge of a case: in the colour of its outcome, plain while it is open."""
    return {"words": words, "tone": tone_of(outcome).value}


@register.inclusion_tag("pages/parts/cite.html")
def cite(of: Any) -> dict[str, Any]:
    """A citation in words (``text`` in both languages, ``verified``), marked where its words were not read."""
    return {"of": of}


@register.inclusion_tag("pages/parts/deadline.html")
def deadline(due_on: date | None, today: date, who: Bilingual | str = "", met_on: date | None = None) -> dict[str, Any]:
    """Until when, who must act, and how near that is."""
    near = urgency(due_on, today, met_on)
    left = abs((due_on - today).days) if due_on is not None else 0
    return {"due_on": due_on, "who": who, "met_on": met_on, "urgency": near.value, "left": left}


@register.inclusion_tag("pages/parts/field.html")
def field(bound: Any) -> dict[str, Any]:
    """A field of a form with its label, help and errors, joined for who cannot see them side by side."""
    return {"field": bound}


@register.inclusion_tag("pages/parts/notice.html")
def notice(words: Bilingual | str, tone: str = "plain") -> dict[str, Any]:
    """A banner inside a page."""
    return {"words": words, "tone": Tone(tone).value}


@register.inclusion_tag("pages/parts/timeline.html")
def timeline(steps: Any) -> dict[str, Any]:
    """What happened, in order: each step has ``on``, ``title`` and, where there is one, ``detail`` and ``tone``."""
    return {"steps": steps}


@register.inclusion_tag("pages/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    """Earlier and later pages of a list (a page of Django's Paginator); the question that was asked stays."""
    asked = context["request"].GET
    links = {
        name: with_parameters(asked, page=number)
        for name, number in (
            ("earlier", page.previous_page_number() if page.has_previous() else None),
            ("later", page.next_page_number() if page.has_next() else None),
        )
        if number is not None
    }
    return {"page": page, **links}

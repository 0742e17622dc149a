"""Words of the desks. ``{% load gongxin_workbench %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongxin.accounts.consent_text import purpose_named
from gongxin.accounts.query_log import ON_PUBLIC_PAGE
from gongxin.accounts.roles import Role
from gongxin.law.schema.procedure import TO_SUBJECT
from gongxin.pages import conclusions
from gongxin.pages.language import as_written, said
from gongxin.subjects.identifiers import person_digest
from gongxin.workbench import words
from gongxin.workbench.forms.papers import PaperForm
from gongxin.workbench.menu import places_for
from gongxin.workbench.titles import titles_of
from gongxin.workbench.working_days import working_days_between

if TYPE_CHECKING:
    from datetime import date

    from django.template import Context

    from gongxin.accounts.models import Account
    from gongxin.casework.interviews import ToInvite
    from gongxin.casework.models import Case, Deadline
    from gongxin.casework.view_parts import CaseView, DeadlineShown, PaperShown, StepShown
    from gongxin.exchange.models import Consumer
    from gongxin.office.models import Department
    from gongxin.workbench.case_page import MoveOnPage

register = template.Library()


@register.filter
def kind_title(kind: str) -> str:
    """A kind of procedure."""
    return str(words.KINDS.get(kind, kind))


@register.filter
def state_title(case: Case) -> str:
    """Where a case stands."""
    return said(titles_of(conclusions.law()).of_case(case)) or case.state


@register.filter
def item_title(item: str) -> str:
    """A catalogue item."""
    return said(titles_of(conclusions.law()).of_item(item)) or item


@register.filter
def purpose_title(purpose: str) -> str:
    """What a person consents to."""
    return said(purpose_named(conclusions.law(), purpose))


@register.filter
def deadline_title(deadline: Deadline) -> str:
    """What has to be done by the day of a deadline."""
    return said(titles_of(conclusions.law()).of_deadline(deadline)) or deadline.deadline


@register.filter
def department_name(department: Department | None) -> str:
    """A department, in the language of the page where it has a name in it."""
    if department is None:
        return ""
    return said({"zh": department.name, "en": department.name_en or department.name})


@register.filter
def working_days_left(due_on: date | None, today: date) -> str:
    """How many working days are left until a day, or have passed since."""
    if due_on is None:
        return ""
    left = working_days_between(conclusions.law().calendar, today, due_on)
    if left < 0:
        return ngettext("%(count)d working day late", "%(count)d working days late", -left) % {"count": -left}
    if due_on == today:
        return _("today")
    return ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}


@register.inclusion_tag("workbench/parts/desk_menu.html", takes_context=True)
def desk_menu(context: Context) -> dict[str, Any]:
    """The menu of the desk, with the page that is open marked."""
    request = context["request"]
    open_page = request.path
    places = [(place, reverse(place.address)) for place in places_for(request.user)]
    return {
        "places": [{"title": place.title, "href": href, "here": open_page.startswith(href)} for place, href in places]
    }


@register.filter
def role_title(account: Account) -> str:
    """In which capacity an account acts."""
    return said(Role(account.role).called)


@register.filter
def account_change_title(change: str) -> str:
    """What was done to an account."""
    return str(words.ACCOUNT_CHANGES.get(change, change))


@register.filter
def change_details(detail: dict[str, object]) -> str:
    """What was, and what is, of a change: roles by their titles, departments by their codes."""
    parts = []
    for name, value in detail.items():
        values = [_titled(name, one) for one in (value if isinstance(value, list) else [value]) if one]
        if values:
            parts.append(" → ".join(dict.fromkeys(values)))
    return " · ".join(parts)


def _titled(name: str, value: object) -> str:
    return said(Role(str(value)).called) if name == "role" else str(value)


@register.filter
def is_code(subject_id: str) -> bool:
    """Whether a subject's identifier may be shown: that of a natural person is a digest, and of use to nobody."""
    return not subject_id.startswith(person_digest.PREFIX)


@register.filter
def looked_up_for(purpose: str) -> str:
    """What a look-up was for, in the words of who asked; on the public pages nobody is asked."""
    return _("read on the public pages") if purpose == ON_PUBLIC_PAGE else as_written(purpose)


@register.filter
def saying_title(name: str) -> str:
    """What a case calls something that was said in it."""
    return str(words.SAYINGS.get(name, name))


@register.simple_tag
def said_text(name: str, value: object, item: str) -> str:
    """Something that was said, as text: a subject by its name, corrections by their fields, lists line by line."""
    if name == TO_SUBJECT:
        return subject_called(str(value))
    if isinstance(value, dict):
        fields = {of.id: said(of.title) for of in conclusions.law().item(item).fields} if item else {}
        return "\n".join(f"{fields.get(of, of)}: {part}" for of, part in value.items())
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    return str(value)


@register.filter
def subject_called(subject_id: str) -> str:
    """A subject by its name and code; of a natural person neither is shown."""
    if not is_code(subject_id):
        return _("a natural person")
    found = conclusions.search(subject_id, most=1).found
    name = found[0].name if found and found[0].subject_id == subject_id else None
    return f"{name} ({subject_id})" if name else subject_id


@register.filter
def grade_title(called_for: ToInvite) -> str:
    """The grade that calls for an interview."""
    return said(titles_of(conclusions.law()).of_level(called_for.procedure, called_for.grade)) or called_for.grade


@register.filter
def consumer_name(consumer: Consumer) -> str:
    """A consumer, in the language of the page where it has a name in it."""
    return said({"zh": consumer.name, "en": consumer.name_en or consumer.name})


@register.filter
def consumer_kind(kind: str) -> str:
    """What sort of consumer it is."""
    return str(words.CONSUMER_KINDS.get(kind, kind))


@register.filter
def change_title(change: str) -> str:
    """What has happened to a record."""
    return str(words.CHANGES.get(change, change))


@register.simple_tag
def late_words(step: StepShown) -> str:
    """How late a step was: of several terms, by the one that was exceeded longest."""
    days = max(step.late_by.values(), default=0)
    return ngettext("%(count)d working day late", "%(count)d working days late", days) % {"count": days}


@register.simple_tag
def late_deadlines(view: CaseView, chosen: MoveOnPage) -> list[DeadlineShown]:
    """The terms that the move would meet late."""
    return [one for one in view.deadlines if one.running and one.late and one.deadline in chosen.possible.answers]


@register.simple_tag
def paper_form_for(paper: PaperShown, filled_in: PaperForm | None) -> PaperForm:
    """The form under a paper: the one that was just filled in, or an empty one."""
    return filled_in if filled_in is not None and filled_in.paper == paper.paper else PaperForm(paper.paper)

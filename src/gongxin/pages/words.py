"""What all pages call those who act in a procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTORS: dict[Actor, _StrPromise] = {
    Actor.SUBJECT: _("the subject"),
    Actor.SOURCE: _("the department that made the finding"),
    Actor.SUPERVISOR: _("the supervising department"),
    Actor.CREDIT_OFFICE: _("the credit office"),
    Actor.CLOCK: _("nobody: the term ran out"),
}

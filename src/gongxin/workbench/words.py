"""What the desks call things: kinds of procedure, who acts, when, what a decision does to a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongxin.accounts.models import Change
from gongxin.law.schema.procedure import Effect, ProcedureKind
from gongxin.workbench.queue import Band

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KINDS: dict[str, _StrPromise] = {
    ProcedureKind.REPAIR: _("Credit repair"),
    ProcedureKind.REVOCATION: _("Revocation of a repair"),
    ProcedureKind.SHIELDING: _("Shielding in bankruptcy"),
    ProcedureKind.OBJECTION: _("Objection"),
    ProcedureKind.REVIEW: _("Review of an objection"),
    ProcedureKind.COMMITMENT: _("Credit commitment"),
    ProcedureKind.INTERVIEW: _("Interview"),
    ProcedureKind.OPINION: _("Opinion on an evaluation"),
    ProcedureKind.CAMPAIGN: _("Special campaign"),
}

ACCOUNT_CHANGES: dict[str, _StrPromise] = {
    Change.ADDED: _("account added"),
    Change.DISABLED: _("account disabled"),
    Change.ENABLED: _("account brought back"),
    Change.POST_CHANGED: _("role or department changed"),
    Change.PASSWORD_GIVEN: _("another password given"),
    Change.PASSWORD_CHOSEN: _("password changed by its owner"),
    Change.SECOND_FACTOR_SET_UP: _("second factor set up"),
    Change.SECOND_FACTOR_REMOVED: _("second factor taken away"),
    Change.RECOVERY_CODES_MADE: _("new recovery codes made"),
}

BANDS: dict[str, _StrPromise] = {
    Band.LATE: _("Late"),
    Band.TODAY: _("Today"),
    Band.THIS_WEEK: _("This week"),
    Band.LATER: _("Later"),
    Band.NO_TERM: _("No term"),
}

EFFECTS: dict[str, _StrPromise] = {
    Effect.OBJECTION_OPENED: _("The record is marked as objected to; it stands meanwhile."),
    Effect.OBJECTION_CLOSED: _("The mark of the objection is taken off the record."),
    Effect.REPAIRED: _("The record is no longer displayed, shared or counted: credit is repaired."),
    Effect.WITHDRAWN: _("The record leaves the file: it should not have been made."),
    Effect.CORRECTED: _("The record stays, with the corrected contents; the version before is kept."),
    Effect.REASSIGNED: _("The record moves to the subject it belongs to; both histories stay true."),
    Effect.SHIELDED: _("The record is not displayed, shared or counted for the time being."),
    Effect.UNSHIELDED: _("The record is displayed, shared and counted again."),
    Effect.LIST_EXIT: _("The subject leaves the list."),
    Effect.REPAIR_REVOKED: _("The repair is undone: the record counts again."),
    Effect.RECORD: _("A new record is made about the subject."),
}

CONSUMER_KINDS: dict[str, _StrPromise] = {
    "department": _("Department"),
    "lower-platform": _("Lower platform"),
    "upper-platform": _("Upper platform"),
    "bank": _("Bank"),
    "third-party": _("Third-party service"),
}

#: What a move has to say, by the name under which the case keeps it.
SAYINGS: dict[str, _StrPromise] = {
    "about": _("What the opinion is about"),
    "attended_as": _("Office of whoever attended (no name)"),
    "basis": _("Legal basis of the finding"),
    "campaign": _("Campaign"),
    "channel": _("How they were reached"),
    "check_results": _("Bad check results that stop being shown together with it"),
    "claim": _("What is wrong with the record, and what it should say"),
    "correct_by": _("To be put right by"),
    "corrections": _("What the record should say"),
    "demands": _("What is demanded"),
    "department": _("Department asked"),
    "fault": _("What is to be put right"),
    "goal": _("What the campaign is to reach"),
    "grounds": _("What it is about"),
    "matter": _("What is promised, for which matter"),
    "opinion": _("The opinion"),
    "papers_due": _("Papers to be made up by"),
    "papers_missing": _("Papers that are missing"),
    "place": _("Place"),
    "promised_on": _("Promised on"),
    "statement": _("Statement"),
    "talk_on": _("Day of the interview"),
    "theme": _("Heading in the summary"),
    "to_subject": _("The subject that the record belongs to"),
    "told": _("What was told"),
    "training": _("Training"),
    "valid_to": _("Valid to"),
    "with_regulator": _("Regulator that took part"),
}

#: Names that are days although no term ends on them.
DAYS_SAID = frozenset({"promised_on"})

#: What a notice says has happened to a record, by the kind of the ledger event.
CHANGES: dict[str, _StrPromise] = {
    "objection_opened": _("objected to"),
    "objection_closed": _("objection closed"),
    "repaired": _("repaired"),
    "withdrawn": _("withdrawn"),
    "corrected": _("corrected"),
    "reassigned": _("moved to another subject"),
    "shielded": _("hidden for the time being"),
    "unshielded": _("shown again"),
    "list_exit": _("off the list"),
    "repair_revoked": _("repair undone"),
    "record": _("new record"),
}

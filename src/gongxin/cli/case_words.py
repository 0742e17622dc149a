"""What the ids of cases mean, for people: kinds, states and those who act, by their titles in both languages."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gongxin.cli.both_languages import over
from gongxin.law.schema.procedure import Actor, ProcedureKind

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law

_KINDS = {
    ProcedureKind.REPAIR: "信用修复\nrepair",
    ProcedureKind.REVOCATION: "撤销修复\nrevocation",
    ProcedureKind.SHIELDING: "暂时屏蔽\nshielding",
    ProcedureKind.OBJECTION: "异议\nobjection",
    ProcedureKind.REVIEW: "异议复核\nreview",
    ProcedureKind.COMMITMENT: "信用承诺\ncommitment",
    ProcedureKind.INTERVIEW: "约谈\ninterview",
    ProcedureKind.OPINION: "意见建议\nopinion",
    ProcedureKind.CAMPAIGN: "专项治理\ncampaign",
}

_ACTORS = {
    Actor.SUBJECT: "信用主体\nsubject",
    Actor.SOURCE: "认定单位\ndetermining unit",
    Actor.SUPERVISOR: "监管部门\nsupervisor",
    Actor.CREDIT_OFFICE: "信用主管部门\ncredit office",
    Actor.CLOCK: "期限届满\nend of the term",
}


def kind_words(kind: str) -> str:
    """What is asked for in a case."""
    return _KINDS[ProcedureKind(kind)]


def actor_words(actor: str) -> str:
    """Who acts, or has to."""
    return _ACTORS[Actor(actor)]


class StateWords:
    """The titles of the states in which cases are; each case is told in the words of its own edition."""

    def __init__(self, law: Law) -> None:
        self._law = law

    @cached_property
    def _flows(self) -> dict[tuple[str, date], str]:
        return {(one.id, one.in_force.from_): one.flow for one in self._law.procedures}

    def of(self, procedure: str, edition: date, state: str) -> str:
        """The title of a state; its id where no pack has the edition any more, so that the list can still be read."""
        flow = self._flows.get((procedure, edition))
        if flow is None:
            return state
        return next((over(one.title) for one in self._law.flows[flow].states if one.id == state), state)

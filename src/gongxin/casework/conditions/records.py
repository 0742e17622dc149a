"""Conditions read off the record itself and off the other records of the same subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.conditions.answers import cannot_tell, said
from gongxin.errors import Message
from gongxin.standing.reasons import Reason

if TYPE_CHECKING:
    from gongxin.casework.conditions.answers import Answer, Asked
    from gongxin.law.schema.procedure import Condition
    from gongxin.reports.subject_file import FileRecord

#: Reasons for which a record has nothing left to be ended early.
_OVER = frozenset(
    {
        Reason.WITHDRAWN,
        Reason.NOT_YET_MADE,
        Reason.NO_PENALTY,
        Reason.CONSENT_WITHDRAWN,
        Reason.REPAIRED,
        Reason.DELISTED,
        Reason.EXPIRED,
    }
)


def repairable_class(condition: Condition, asked: Asked) -> Answer:
    """The publicity class of the record can be repaired at all."""
    standing = asked.record.standing
    rules = next((rules for rules in asked.open.law.publicity if rules.id == standing.rule_set), None)
    of = next((of for of in rules.classes if of.id == standing.class_), None) if rules is not None else None
    if of is None:
        return said(
            condition,
            False,
            "没有适用于该记录的公示规则，不存在提前修复。",
            "No publicity rules govern the record, so there is nothing to be ended early.",
        )
    if of.repairable:
        return said(
            condition, True, f"“{of.title.zh}”类可以修复。", f"Records of the class {of.title.en} can be repaired."
        )
    return said(
        condition,
        False,
        f"“{of.title.zh}”类不予提前修复，公示期届满自动终止。",
        f"Records of the class {of.title.en} cannot be repaired; they end by themselves when their period is over.",
    )


def still_standing(condition: Condition, asked: Asked) -> Answer:
    """The record has an effect still, or would have but for a shield."""
    standing = asked.record.standing
    if standing.reason not in _OVER:
        return said(condition, True, "该记录仍有效力。", "The record still has an effect.")
    return said(condition, False, standing.sentence.zh, standing.sentence.en)


def was_repaired(condition: Condition, asked: Asked) -> Answer:
    """The record is on file and was repaired."""
    standing = asked.record.standing
    if standing.reason is Reason.REPAIRED:
        return said(condition, True, "该记录已完成信用修复。", "The record was repaired.")
    return said(condition, False, "该记录没有经过信用修复。", "The record was not repaired.")


def no_new_of_kind(condition: Condition, asked: Asked) -> Answer:
    """No later record of the same item, and of a kind in common, has come on file."""
    record = asked.record
    own_day = record.dated
    if own_day is None:
        return cannot_tell(condition)
    newer = [
        found
        for found in asked.open.file.records
        if found.record_id != record.record_id
        and found.item == record.item
        and (found.dated or own_day) > own_day
        and not found.columns["no_penalty"]
        and _of_one_kind(found, record)
    ]
    if not newer:
        return said(condition, True, "此后没有同类新记录。", "There has been no new record of the same kind since.")
    latest = max(found.dated or own_day for found in newer)
    return said(
        condition,
        False,
        f"此后又有同类记录 {len(newer)} 条，最近一条日期为 {latest}。",
        f"There have been {len(newer)} more records of the same kind since, the last one of {latest}.",
    )


_DECLARED = Message(
    zh="该条件由申请人在申请时声明，由受理机关审查。",
    en="The applicant declares this in applying; the office that decides examines it.",
)


def declared(condition: Condition, asked: Asked) -> Answer:  # noqa: ARG001  # every check is asked alike
    """What no machine can see is declared by the applicant and examined by whoever decides."""
    return cannot_tell(condition, _DECLARED)


def _of_one_kind(one: FileRecord, other: FileRecord) -> bool:
    """Kinds in common; where neither states kinds, the same code; where neither has a code either, the same item."""
    kinds, others = set(one.columns["kinds"] or ()), set(other.columns["kinds"] or ())
    if kinds or others:
        return bool(kinds & others)
    return bool(one.columns["code"] == other.columns["code"])


def record_meets(condition: Condition, asked: Asked) -> Answer:
    """What the procedure says of the record holds."""
    assert condition.when is not None
    if asked.open.holds(condition.when, asked.record):
        return said(condition, True, "该记录符合本程序对记录的要求。", "The record is as the procedure wants it.")
    return said(
        condition,
        False,
        f"该记录不符合本程序的要求：{condition.title.zh}。",
        f"The record is not as the procedure wants it: {condition.title.en}.",
    )

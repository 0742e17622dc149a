"""Conditions of what else counts for or against the subject: lists it is on, the grade it received."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongxin.casework.conditions.answers import latest_known, said

if TYPE_CHECKING:
    from gongxin.casework.conditions.answers import Answer, Asked
    from gongxin.law.schema.procedure import Condition
    from gongxin.reports.subject_file import FileRecord


def _counting(condition: Condition, asked: Asked) -> list[FileRecord]:
    """Records of the condition's items that count on the day, other than the one that is asked about."""
    asked_about = asked.open.record.record_id if asked.open.record is not None else None
    return [
        record
        for record in asked.open.file.records
        if record.item in condition.items and record.standing.counted and record.record_id != asked_about
    ]


def _titles(condition: Condition, asked: Asked) -> tuple[str, str]:
    items = [asked.open.law.item(item).title for item in condition.items]
    return "、".join(title.zh for title in items), ", ".join(title.en for title in items)


def not_on_list(condition: Condition, asked: Asked) -> Answer:
    """No record of the items counts against the subject."""
    zh, en = _titles(condition, asked)
    listed = _counting(condition, asked)
    if not listed:
        return said(condition, True, f"不在下列名录名单中：{zh}。", f"The subject is on none of these: {en}.")
    last = latest_known(record.standing.ends_on for record in listed)
    from_day = None if last is None else last + timedelta(days=1)
    return said(
        condition,
        False,
        f"尚在名录名单中（{zh}），须先移出。" + (f"最早自 {from_day} 起自动移出。" if from_day else ""),
        f"The subject is on a list ({en}) and has to leave it first."
        + (f" By itself that will be on {from_day}." if from_day else ""),
        from_day=from_day,
    )


def on_list(condition: Condition, asked: Asked) -> Answer:
    """Some record of the items counts against the subject."""
    zh, en = _titles(condition, asked)
    if _counting(condition, asked):
        return said(condition, True, f"在名录名单中：{zh}。", f"The subject is on a list: {en}.")
    return said(condition, False, f"不在名录名单中（{zh}）。", f"The subject is on none of these lists: {en}.")


def grade(condition: Condition, asked: Asked) -> Answer:
    """The latest result that was received about the subject is one of the grades."""
    results = [
        record
        for record in asked.open.file.records
        if record.columns["level"] is not None
        and record.standing.counted
        and record.item in condition.items
        and (condition.when is None or asked.open.holds(condition.when, record))
    ]
    wanted = "、".join(condition.grades)
    if not results:
        return said(
            condition,
            False,
            f"没有收到该主体的评价结果（须为 {wanted}）。",
            f"No result of an evaluation was received about the subject (it has to be {wanted}).",
        )
    latest = max(results, key=lambda record: (record.dated or date.min, record.record_id))
    level = str(latest.columns["level"])
    return said(
        condition,
        level in condition.grades,
        f"收到的评价结果为 {level}（{latest.dated}）；本程序适用于 {wanted}。",
        f"The result received is {level} ({latest.dated}); the procedure is for {wanted}.",
    )

"""Why a case is not opened, a paper not taken, a statement not accepted: with what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.conditions import all_met_from
from gongxin.casework.engine.refusals import any_of
from gongxin.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gongxin.casework.conditions import Answer
    from gongxin.law.schema.procedure import Actor


class BusyCase(UsageError):
    """A case about the same thing is open already; ``number`` is its number."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            "case-open-already",
            zh=f"同一事项已有未办结的案件 {number}，请在该案中继续办理。",
            en=f"There is an open case about this already, {number}: go on with that one.",
            where=number,
        )


class NotEligible(UsageError):
    """Conditions of the procedure are not met; ``answers`` are those, each with the day from which it will be;
    ``from_day`` is the first on which all of them will be met, where that is known."""

    def __init__(self, procedure: str, answers: Sequence[Answer]) -> None:
        self.answers = tuple(answers)
        self.from_day = all_met_from(answers)
        super().__init__(
            "not-eligible",
            zh="暂不符合条件：" + "".join(answer.message.zh for answer in answers),
            en="The conditions are not met: " + " ".join(answer.message.en for answer in answers),
            where=procedure,
        )


def nothing_governs(kind: str, where: str | None) -> UsageError:
    """No procedure of the kind is there for this."""
    return UsageError(
        "no-procedure",
        zh=f"没有适用的程序（{kind}）：该记录或主体在该日不能提起此类案件。",
        en=f"No procedure ({kind}) is there for this record or subject on that day.",
        where=where,
    )


def several_govern(kind: str, ids: Iterable[str]) -> UsageError:
    """Several procedures of a kind stand beside each other, and none was named."""
    listed = ", ".join(ids)
    return UsageError(
        "which-procedure",
        zh=f"有多个 {kind} 程序可选，请指明其一：{listed}。",
        en=f"There are several procedures of the kind {kind}; name one of them: {listed}.",
        where=kind,
    )


def not_for_you(procedure: str, opens: Iterable[Actor]) -> UsageError:
    """Somebody else opens cases of this procedure."""
    them = any_of(opens)
    return UsageError(
        "not-yours-to-open",
        zh=f"此类案件由{them.zh}提起；请用相应账户办理。",
        en=f"Cases of this kind are opened by {them.en}; use such an account.",
        where=procedure,
    )


def names_unknown(names: Iterable[str], known: Iterable[str]) -> UsageError:
    """Something was said that the procedure does not ask for."""
    return UsageError(
        "unknown-statement",
        zh=f"程序中没有 {', '.join(names)} 这一项；可填写的有：{', '.join(known) or '（无）'}。",
        en=f"The procedure does not ask for {', '.join(names)}; what can be said: {', '.join(known) or '(nothing)'}.",
    )


def not_a_day(name: str) -> UsageError:
    """A day was wanted."""
    return UsageError(
        "not-a-date",
        zh=f"{name!r} 须填写日期，如 2026-11-24。",
        en=f"{name!r} is a day: write it as 2026-11-24.",
        where=name,
    )


def day_gone(name: str, on: date) -> UsageError:
    """A term cannot end before it is agreed on."""
    return UsageError(
        "day-gone",
        zh=f"{name!r} 是期限届满之日，不能早于办理当日 {on}。",
        en=f"{name!r} is the day on which a term ends, and cannot lie before the day of the move, {on}.",
        where=name,
    )


def subject_unknown(name: str) -> NotFound:
    """The subject that a record is to move to is not on file. Its identifier is not repeated."""
    return NotFound(
        "unknown-subject",
        zh="账本中没有要移入的主体；请核对标识，或先用名称查找（gongxin find）。",
        en="The ledger does not know the subject that the record should move to; check the identifier, or look the "
        "name up (gongxin find).",
        where=name,
    )


def same_subject(name: str) -> UsageError:
    """A record cannot move to the subject it belongs to."""
    return UsageError(
        "same-subject",
        zh="该记录已经归于该主体，无需移动。",
        en="The record belongs to that subject already.",
        where=name,
    )


def bad_corrections(fields: Iterable[str]) -> UsageError:
    """Corrections are a mapping of the item's own fields to what they should say."""
    listed = ", ".join(fields)
    return UsageError(
        "corrections",
        zh=f"更正内容须为“字段: 新值”，且字段属于该事项：{listed}。",
        en=f"Corrections say field: new value, of the fields of the item: {listed}.",
        where="corrections",
    )


def no_case(number: str) -> NotFound:
    """There is no case of that number."""
    return NotFound(
        "no-such-case",
        zh=f"没有编号为 {number} 的案件；用 gongxin case list 查看。",
        en=f"There is no case with the number {number}; 'gongxin case list' shows them.",
        where=number,
    )

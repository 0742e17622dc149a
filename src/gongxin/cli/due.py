"""``gongxin due`` and ``gongxin journal``: what is due, what is late, what happened on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.both_languages import over
from gongxin.cli.case_words import actor_words
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_table

if TYPE_CHECKING:
    from gongxin.accounts.actions import Action
    from gongxin.casework.casework import Casework
    from gongxin.casework.due_list import DueList

_DUE = ("案件\ncase", "期限\ndeadline", "办理方\nwho", "截止\ndue", "逾期\nlate by", "主体\nsubject")

Within = Annotated[int, Parameter(help="How many working days ahead. 提前几个工作日")]


def due(
    *,
    as_of: str | None = None,
    within: Within = 3,
    department: Annotated[str | None, Parameter(help="Only what it decides (code). 仅由该部门决定的")] = None,
    remind: Annotated[bool, Parameter(negative=(), help="Send the reminders of the day, once. 发出当日提醒")] = False,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """What is due on a day, what is late, and what will be soon. 当日到期、逾期和即将到期的事项."""
    from gongxin.accounts.actions import Action

    casework = _allowed(Action.SEE_DUE, as_, common)
    found = casework.due(day(as_of), within=within, department=department)
    reminded = casework.remind(day(as_of), within=within) if remind else None
    if common.json:
        sent = {} if reminded is None else {"reminders": [one.as_dict() for one in reminded]}
        print_json(found.as_dict() | sent)
        return
    show_due(found)
    if reminded is not None:
        print_table(
            "已提醒 reminded",
            ("案件\ncase", "期限\ndeadline", "种类\nsort"),
            [(one.row.number, over(one.row.title), one.sort) for one in reminded],
        )


def show_due(found: DueList) -> None:
    """The list of a day, in its three parts."""
    for title, rows in (("逾期 late", found.late), ("今日到期 today", found.today), ("即将到期 soon", found.soon)):
        print_table(
            title,
            _DUE,
            [
                (row.number, over(row.title), actor_words(row.who), row.due_on, row.late_by or "", row.subject_name)
                for row in rows
            ],
            whole=_DUE[:1],
        )


def journal(*, as_of: str | None = None, as_: As = None, common: Common = COMMON) -> None:
    """Everything that happened in any case on a day. 当日办件日志."""
    from gongxin.accounts.actions import Action

    found = _allowed(Action.SEE_JOURNAL, as_, common).journal(day(as_of))
    if common.json:
        print_json(found.as_dict())
        return
    print_table(
        f"日志 journal {found.day}",
        ("case", "what", "detail", "to", "by", "reason"),
        [(one.number, one.what, one.detail, one.to_state, one.by or one.actor, one.reason) for one in found.entries],
    )


def _allowed(action: Action, username: str | None, common: Common) -> Casework:
    """The casework of the workspace, for an account that may. Without an account the operator of the machine asks."""
    workspace = office(common)
    from gongxin.accounts.permissions import require
    from gongxin.casework.casework import Casework

    if username is not None:
        require(acting(username), action)
    return Casework(workspace)

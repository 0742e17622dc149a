"""The due list over many cases is what anybody would find by looking at each."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from gongxin.casework.engine import working_days_late

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

DAY = date(2026, 8, 20)


def many_cases(yunze: Yunze, count: int) -> None:
    """Repairs in every state of their deadlines: running, met, dropped, without a number."""
    from gongxin.casework.models import Case, Deadline
    from gongxin.office.models import Department

    draw = Random(7)
    departments = list(Department.objects.order_by("pk"))
    cases = Case.objects.bulk_create(
        Case(
            number=f"R-2025-{serial:06}",
            kind="repair",
            procedure="cn.repair.2026",
            edition=date(2026, 4, 1),
            subject_id=f"S{serial}",
            record_id=f"r{serial}",
            state="submitted",
            state_since=DAY,
            opened_on=DAY - timedelta(days=30),
            opened_by=yunze.people["zhang"],
            department=draw.choice([*departments, None]),
        )
        for serial in range(count)
    )
    Deadline.objects.bulk_create(
        Deadline(
            case=case,
            deadline=draw.choice(["accept", "portal-answer"]),
            who="source",
            starts_on=DAY - timedelta(days=30),
            due_on=draw.choice([None, *(DAY + timedelta(days=days) for days in range(-12, 12))]),
            met_on=draw.choice([None, None, DAY]),
            dropped_on=draw.choice([None, None, None, DAY]),
        )
        for case in cases
    )


def test_the_list_is_what_looking_at_each_case_finds(yunze: Yunze) -> None:
    from gongxin.casework.models import Deadline

    many_cases(yunze, 300)
    calendar = yunze.casework.law.calendar
    horizon = calendar.add_working_days(DAY, 3)
    found = yunze.casework.due(DAY, within=3)
    looked_at = [
        (row.due_on, row.case.number, row.deadline, working_days_late(calendar, row.due_on, DAY))
        for row in Deadline.objects.select_related("case")
        if row.due_on is not None and row.due_on <= horizon and row.met_on is None and row.dropped_on is None
    ]
    assert [(row.due_on, row.number, row.deadline, row.late_by) for row in found.rows] == sorted(looked_at)
    assert all(row.due_on < DAY for row in found.late)
    assert all(row.due_on == DAY for row in found.today)
    assert found.horizon == horizon
    of_market = yunze.casework.due(DAY, within=3, department="market")
    assert of_market.rows == tuple(row for row in found.rows if row.department == "market")


def test_the_list_is_one_look_at_an_index_however_many_cases_there_are(yunze: Yunze) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    many_cases(yunze, 60)
    with CaptureQueriesContext(connection) as few:
        yunze.casework.due(DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_case")
    assert len(few.captured_queries) <= 3
    if connection.vendor == "sqlite":
        plans = []
        for asked in few.captured_queries:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + asked["sql"])
                plans += [row[-1] for row in cursor.fetchall()]
        assert any("deadline_running" in plan for plan in plans)
        assert not any(plan.startswith("SCAN casework_deadline") and "INDEX" not in plan for plan in plans)


def test_a_departments_open_cases_are_found_way_by_way_as_they_are_by_one_condition(yunze: Yunze) -> None:
    from gongxin.casework.models import Case, Step
    from gongxin.casework.queues import in_hand, open_in_hand

    many_cases(yunze, 120)
    sources = ["", "云泽市市场监督管理局", "云泽市交通运输局"]
    for case in Case.objects.all():
        case.source, case.closed_on = sources[case.pk % 3], DAY if case.pk % 5 == 0 else None
        case.save()
        if case.pk % 4 == 0:
            Step.objects.create(
                case=case, place=0, move="escalate", to_state="x", actor="clock", on=DAY, at=yunze.at("2026-08-20")
            )
    for name in ("li", "he", "zhao", "wang", "audit"):
        account = yunze.people[name]
        one_condition = Case.objects.filter(in_hand(account), closed_on__isnull=True).values_list("pk", flat=True)
        found = open_in_hand(account).values_list("pk", flat=True)
        assert sorted(found) == sorted(one_condition), name
        assert found

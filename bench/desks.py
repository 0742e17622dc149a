"""Desks: the server's time for each page of those who sign in, with a million subjects and a hundred thousand cases.

``python -m bench.desks [SUBJECTS] [CASES]`` uses the ledger of :mod:`bench.pages`, makes an office with so many cases,
signs in one account a role (of subjects one each), and asks for each page as :mod:`bench.pages` does: in one warm
process, through all of the middleware, without a network, each time about another subject or case. Beside the times
stands how many questions the page asked of the office database at the most.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.office_of_many import agents, departments, look_ups, notices, open_cases, people
from bench.pages import READS, SUBJECTS, WARM_UP, measured, prepared
from bench.town import DAY, clear_office
from gongxin.ledger import Ledger
from gongxin.office.setup import open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from bench.office_of_many import About
    from gongxin.accounts.models import Account
    from gongxin.workspace import Workspace

CASES = 100_000


class Desk:
    """A browser in which somebody is signed in."""

    def __init__(self, account: Account) -> None:
        from django.test import Client

        self.client: Client = Client(HTTP_HOST="localhost")
        self.client.force_login(account)

    def get(self, path: str, **asked: str | int) -> int:
        """Ask for a page; its status."""
        return int(self.client.get(f"/desk/{path}", asked).status_code)

    def post(self, path: str, **filled: str) -> int:
        """Fill a form in; the status of what comes of it, once the browser has followed."""
        return int(self.client.post(f"/desk/{path}", filled, follow=True).status_code)


def pages_of_subjects(subjects: list[Desk], chance: random.Random) -> Iterator[tuple[str, Callable[[], int]]]:
    """What those see who are on file."""
    yield "subject: my file", lambda: chance.choice(subjects).get("my-file/")
    yield "subject: my cases", lambda: chance.choice(subjects).get("my-cases/")
    yield "subject: who looked me up", lambda: chance.choice(subjects).get("my-queries/")


def pages_of_offices(
    desks: dict[str, Desk], numbers: dict[str, list[str]], chance: random.Random
) -> Iterator[tuple[str, Callable[[], int]]]:
    """What clerks, the credit office and the auditor see."""
    clerk, office, supervisor = desks["clerk"], desks["office"], desks["supervisor"]
    bands = ("late", "today", "this-week", "later", "no-term")

    def queue(desk: Desk) -> Callable[[], int]:
        return lambda: desk.get("queue/", band=chance.choice(bands), page=chance.randrange(1, 20))

    yield "clerk: queue", queue(clerk)
    yield "clerk: queue, what waits for me", lambda: clerk.get("queue/", mine="on", band=chance.choice(bands))
    yield "supervisor: queue", queue(supervisor)
    yield "credit office: queue", queue(office)
    yield (
        "credit office: queue of a department",
        lambda: office.get("queue/", department=f"department-{chance.randrange(2, 20)}", kind="objection"),
    )
    yield "clerk: case", lambda: clerk.get(f"cases/{chance.choice(numbers['objection'])}/")
    yield (
        "clerk: filling in a decision",
        lambda: clerk.post(f"cases/{chance.choice(numbers['waiting'])}/move/accept/", edit="1"),
    )
    yield "clerk: due", lambda: clerk.get("due/", within=chance.choice((3, 5, 10)))
    yield "credit office: due", lambda: office.get("due/", within=chance.choice((3, 5, 10)))
    yield "credit office: journal", lambda: office.get("journal/", day=_some_day(chance))
    yield "credit office: interviews", lambda: office.get("interviews/", page=chance.randrange(1, 20))
    yield "credit office: an interview", lambda: office.get(f"cases/{chance.choice(numbers['interview'])}/")
    yield "credit office: campaigns", lambda: office.get("campaigns/")
    yield "credit office: a campaign", lambda: office.get("campaign/", campaign=f"治理 {chance.randrange(10)}")
    yield "credit office: opinions", lambda: office.get("opinions/", page=chance.randrange(1, 20))
    yield "auditor: queue", queue(desks["auditor"])
    yield "credit office: notices", lambda: office.get("notices/", page=chance.randrange(1, 20))


def pages_of_others(
    desks: dict[str, Desk], codes: list[str], chance: random.Random
) -> Iterator[tuple[str, Callable[[], int]]]:
    """What banks see, and who keeps accounts."""
    bank, admin = desks["bank"], desks["admin"]
    yield "bank: looking a firm up", lambda: bank.post("look-up/", sought=chance.choice(codes), purpose="贷前审查")
    yield "bank: the file again", lambda: bank.get("look-up/file/")
    yield "bank: notices", lambda: bank.get("notices/", page=chance.randrange(1, 20))
    yield "administrator: accounts", lambda: admin.get("accounts/", page=chance.randrange(1, 20))
    yield "administrator: an account", lambda: admin.get(f"accounts/agent-{chance.randrange(len(codes))}/")
    yield "administrator: changes of accounts", lambda: admin.get("account-log/")
    yield "administrator: departments", lambda: admin.get("departments/")
    yield "administrator: users of records", lambda: admin.get("consumers/")
    yield "administrator: own account", lambda: admin.get("account/")


def _some_day(chance: random.Random) -> str:
    return (DAY - timedelta(days=chance.randrange(200))).isoformat()


def questions(ask: Callable[[], int]) -> int:
    """The most that the page asked of the office database, of a few times."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for _ in range(5):
        with CaptureQueriesContext(connection) as asked:
            ask()
        most = max(most, len(asked))
    return most


def with_results(subjects: int) -> Workspace:
    """The ledger of the pages, copied, with the results of the national evaluation: one subject in ten has one, of
    which a quarter calls for an interview."""
    from bench.evaluation_ledger import SOURCE, SUBJECT

    pages, _ = prepared(subjects)
    root = pages.root.with_name(f"desks-{subjects}")
    if not root.exists():
        shutil.copytree(pages.root, root, ignore=shutil.ignore_patterns("office"))
    workspace = type(pages).open(root)
    ledger = Ledger.open(workspace)
    if not any(batch.item == "cn.evaluation" for batch in ledger.batches()):
        columns = {
            "record_id": "md5(concat('result-', i))",
            "version": "1",
            "content": "substr(md5(concat('result-', i)), 1, 16)",
            "subject_id": SUBJECT,
            "subject_kind": "'enterprise'",
            "item": "'cn.evaluation'",
            "code": "'national'",
            "level": "['A', 'B', 'B', 'B', 'B', 'B', 'C', 'D'][1 + (hash(i, 9) % 8)::INTEGER]",
            "determined_on": "DATE '2026-06-15'",
            "source": f"'{SOURCE}'",
            "payload": """'{"source_kind":"national"}'""",
        }
        tenth = f"SELECT n * 10 AS i FROM range({subjects // 10}) t(n)"
        listed = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
        with (
            ledger.connect() as connection,
            ledger.begin(item="cn.evaluation", source=SOURCE, as_of=date(2026, 6, 20)) as batch,
        ):
            batch.append("record", connection, f"SELECT {listed} FROM ({tenth})")
            batch.commit({"total": subjects // 10}, "0" * 64, synthetic=True)
        ledger.compact()
    return workspace


def settled(subjects: int, cases: int) -> tuple[dict[str, Account], list[Account], list[About]]:
    """The office with its people and cases: one account a role, those of subjects, records that cases are about."""
    from gongxin.pages.platform import platform

    staff = people(departments())
    about = open_cases(platform().casework, platform().ledger, staff, cases)
    codes = [subject for subject, _ in about[: READS + WARM_UP]]
    of_subjects = agents(codes)
    look_ups(codes, staff["bank"])
    notices(about)
    agents_of_others(subjects)
    return staff, of_subjects[-len(codes) :], about


def agents_of_others(subjects: int) -> None:
    """Accounts of other firms: one in a hundred."""
    from gongxin.accounts.models import Account

    Account.objects.bulk_create(
        (
            Account(username=f"firm-{n}", name="代理人", role="subject", subject_id=f"91990100MA{n:08}")
            for n in range(subjects // 100)
        ),
        batch_size=2000,
    )


def case_numbers() -> dict[str, list[str]]:
    """Numbers of cases, as those see them who work on them: some thousands of each sort."""
    from gongxin.casework.models import Case

    own = Case.objects.filter(department__code="department-0")
    return {
        "objection": list(own.filter(kind="objection").values_list("number", flat=True)[:3000]),
        "waiting": list(own.filter(kind="objection", closed_on=None).values_list("number", flat=True)[:3000]),
        "interview": list(Case.objects.filter(kind="interview").values_list("number", flat=True)[:3000]),
    }


def main(subjects: int, cases: int, only: str = "") -> None:
    """Make the office, measure."""
    workspace = with_results(subjects)
    clear_office(workspace.root)
    os.environ |= {"GONGXIN_AS_OF": DAY.isoformat(), "GONGXIN_SECOND_FACTOR": "optional"}
    open_office(workspace)
    from gongxin.site.warming import warm

    before = time.process_time()
    warm()
    print(json.dumps({"step": "process warmed", "processor_s": round(time.process_time() - before, 1)}), flush=True)
    before = time.process_time()
    staff, of_subjects, about = settled(subjects, cases)
    print(json.dumps({"step": "office made", "processor_s": round(time.process_time() - before, 1)}), flush=True)
    chance = random.Random(1)
    desks = {name: Desk(account) for name, account in staff.items()}
    codes = [subject for subject, _ in about[: READS + WARM_UP]]
    for page, ask in (
        *pages_of_subjects([Desk(account) for account in of_subjects], chance),
        *pages_of_offices(desks, case_numbers(), chance),
        *pages_of_others(desks, codes, chance),
    ):
        if only in page:
            found = {"page": page, "subjects": subjects, "cases": cases, "reads": READS, **measured(ask)}
            print(json.dumps({**found, "questions": questions(ask)}), flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if sys.argv[1:] else SUBJECTS,
        int(sys.argv[2]) if sys.argv[2:] else CASES,
        sys.argv[3] if sys.argv[3:] else "",
    )

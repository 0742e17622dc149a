"""From decision to fact: a thousand kills, the time until a decision is seen, the due list of 100,000 open cases.

``python -m bench.decisions [kills [KILLS] | visible | due]``, all three if none is named.

*kills*: clerks go through objections: submitted, accepted, and in turn refused, upheld with a correction, upheld with
the record taken off, moved to another firm. Each clerk is a process that is killed (``SIGKILL``) at a moment chosen at
random, in the middle of whatever it does; the next goes on. After every hundred kills the last one is left in peace,
and office and ledger are compared: each move that was said to be made is there, each effect is in the ledger once.

*visible*: objections submitted one after the other on a ledger of a million records; how long from the call that makes
the move to the file of the subject read anew, with the mark on the record.

*due*: 100,000 open cases with a running deadline each; the due list of a day.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.credit_file import DATA, SUBJECTS, open_ledger
from bench.town import AT, DAY, agent_of, clear_office, open_town_office, record_of, subject_of, take_in
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.casework.casework import Casework
    from gongxin.casework.models import Case
    from gongxin.law.library import Law

KILLS = 1000
KILLS_A_TOWN = 100
SEED = 20260820
#: Objections of a town: more than a hundred clerks get through.
FIRMS = 80
#: Seconds that a clerk lives, at most. Going through an objection takes about half of it.
LONGEST_LIFE = 0.8

RECORDS = 1_000_000
SEEN = 60
OPEN_CASES = 100_000

#: How the objection to record number n ends.
ENDS = ("refuse", "correct", "delete", "reassign")


def decide(workspace: Workspace, casework: Casework, number: int, said: Callable[[str], None]) -> None:
    """Take the objection to record ``number`` one move on; ``said`` is told once the move is made."""
    from gongxin.accounts.models import Account
    from gongxin.casework import outbox
    from gongxin.casework.models import Case

    case = Case.objects.filter(record_id=record_of(number)).first()
    agent, clerk = agent_of(number), Account.objects.get(username="li")
    if case is None:
        case = casework.open(
            "objection", by=agent, as_of=DAY, at=AT, record_id=record_of(number), subject_id=subject_of(number)
        )
    end = ENDS[number % len(ENDS)]
    gives: dict[str, dict[str, Any]] = {
        "correct": {"corrections": {"doc_no": f"更正 {number}"}},
        "reassign": {"to_subject": subject_of(number + 1)},
    }
    moves: dict[str, tuple[str, Account, dict[str, Any]]] = {
        "draft": ("submit", agent, {"claim": "不是本企业"}),
        "submitted": ("accept", clerk, {}),
        "accepted": (end, clerk, gives.get(end, {})),
    }
    move, by, said_with_it = moves[case.state]
    step = casework.move(case, move, by=by, as_of=DAY, at=AT, reason="核实", said=said_with_it)
    said(f"{case.number}#{step.place}")
    outbox.deliver(workspace, casework.law, at=AT, as_of=DAY)


def work(workspace: Workspace, law: Law, said: Callable[[str], None]) -> None:
    """Be a clerk: take one objection after the other to its end, and write what others have left."""
    from gongxin.casework import outbox
    from gongxin.casework.casework import Casework

    casework = Casework(workspace, law)
    outbox.deliver(workspace, law, at=AT, as_of=DAY)
    for number in range(FIRMS - 1):
        while not _closed(number):
            decide(workspace, casework, number, said)


def _closed(number: int) -> bool:
    from gongxin.casework.models import Case

    return Case.objects.filter(record_id=record_of(number), closed_on__isnull=False).exists()


def clerk(workspace: Workspace, law: Law, life: float | None) -> tuple[set[str], bool]:
    """Let a process be a clerk for so many seconds (to the end, if None); the moves it said were made, and whether it
    was killed."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        status = 1
        try:
            work(workspace, law, lambda name: _tell(writer, name))
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    if life is not None:
        time.sleep(life)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    with os.fdopen(reader) as pipe:
        said = set(pipe.read().split())
    _, status = os.waitpid(process, 0)
    if life is None and status != 0:
        raise RuntimeError("a clerk who was left in peace did not come to an end")
    return said, os.WIFSIGNALED(status)


def _tell(pipe: int, name: str) -> None:
    os.write(pipe, f"{name}\n".encode())


def town_of_kills(folder: Path, law: Law, chance: random.Random, most: int) -> tuple[int, list[str]]:
    """Kill clerks of a new town, ``most`` at most; how many it took before all was done, and what is wrong then."""
    from django.db import connections

    workspace = Workspace.create(folder, buckets=4)
    connections.close_all()
    connections.settings = connections.configure_settings({"default": _database(folder)})
    with suppress(AttributeError):
        del connections["default"]
    (folder / "office").mkdir(exist_ok=True)
    _in_a_process(lambda: _settle(workspace))
    said: set[str] = set()
    killed, was_killed = 0, True
    while was_killed and killed < most:
        told, was_killed = clerk(workspace, law, chance.uniform(0, LONGEST_LIFE))
        said |= told
        killed += was_killed
    said |= clerk(workspace, law, None)[0]
    return killed, _in_a_process(lambda: wrong_of(workspace, said))


def _settle(workspace: Workspace) -> None:
    take_in(workspace, FIRMS)
    open_town_office(workspace)


def wrong_of(workspace: Workspace, said: set[str]) -> list[str]:
    """What does not agree between what clerks said, the office and the ledger."""
    from gongxin.casework import outbox
    from gongxin.casework.models import Step

    made = {f"{step.case.number}#{step.place}" for step in Step.objects.select_related("case")}
    wrong = [f"a move is lost: {name}" for name in sorted(said - made)]
    wrong += [f"waits: {entry.step.case.number}" for entry in outbox.waiting()]
    ledger = Ledger.open(workspace)
    wrong += [finding.message.en for finding in ledger.verify().findings]
    carried = Counter(name for batch in ledger.batches() for name in batch.counts if name.startswith("decision:"))
    wrong += [f"carried out {count} times: {name}" for name, count in carried.items() if count > 1]
    with ledger.snapshot() as snapshot, connect(workspace, threads=1) as connection:
        snapshot.attach(connection)
        for number in range(FIRMS - 1):
            wrong += _wrong_with(connection, number)
    return wrong


def _wrong_with(connection: Any, number: int) -> list[str]:
    end = ENDS[number % len(ENDS)]
    owner = subject_of(number + 1 if end == "reassign" else number)
    version = 2 if end in ("correct", "reassign") else 1
    due = Counter({"objection_opened": 1, "objection_closed": 1})
    due.update({"correct": ["corrected"], "delete": ["withdrawn"], "reassign": ["reassigned"]}.get(end, []))
    events = connection.execute(
        "SELECT kind, count(*) FROM event WHERE record_id = ? AND subject_id = ? GROUP BY kind",
        [record_of(number), owner],
    ).fetchall()
    record = connection.execute(
        "SELECT subject_id, version FROM record WHERE record_id = ?", [record_of(number)]
    ).fetchall()
    wrong = [] if dict(events) == dict(due) else [f"record {number} ({end}) has the events {dict(events)}"]
    return wrong + ([] if record == [(owner, version)] else [f"record {number} ({end}) is {record}"])


def kills(number: int) -> int:
    """Kill, check, print what came of it; 1 if anything was ever wrong."""
    chance = random.Random(SEED)
    left, towns = number, 0
    wrong: list[str] = []
    started, used = time.perf_counter(), _cpu()
    with tempfile.TemporaryDirectory() as name:
        law = _set_up(Workspace.create(Path(name) / "first", buckets=4))
        while left > 0:
            killed, found = town_of_kills(Path(name) / f"town-{towns}", law, chance, min(KILLS_A_TOWN, left))
            wrong += found
            left -= killed
            towns += 1
    result = {"kills": number, "towns": towns, "wrong": wrong, **_spent(started, used)}
    print(json.dumps(result, ensure_ascii=False), flush=True)
    return 1 if wrong else 0


def visible() -> None:
    """Submit objections on a large ledger and read each file anew."""
    open_ledger(RECORDS)
    root = DATA / f"credit-file-{RECORDS}"
    clear_office(root)
    workspace = Workspace.open(root)
    open_town_office(workspace)
    from gongxin.accounts.models import Account
    from gongxin.casework import outbox
    from gongxin.casework.casework import Casework

    casework, ledger = Casework(workspace), Ledger.open(workspace)
    chance = random.Random(SEED)
    times: list[float] = []
    cpu: list[float] = []
    parts: dict[str, list[float]] = {"move": [], "deliver": [], "read": []}
    while len(times) < SEEN:
        subject_id = f"91990100MA{chance.randrange(SUBJECTS):08}"
        record_id = _open_to_objection(ledger, subject_id)
        if record_id is None:
            continue
        agent = Account.objects.create(username=f"a-{subject_id}", name="代理人", role="subject", subject_id=subject_id)
        case = casework.open("objection", by=agent, as_of=DAY, at=AT, record_id=record_id, subject_id=subject_id)
        # The same run on the same ledger once more has the same numbers of cases; the ledger would know them.
        type(case).objects.filter(pk=case.pk).update(number=f"{case.number}-{ledger.last_batch}")
        case.refresh_from_db()
        marks, used = [time.perf_counter()], _cpu()
        casework.move(case, "submit", by=agent, as_of=DAY, at=AT, said={"claim": "不是本企业"})
        marks.append(time.perf_counter())
        outbox.deliver(workspace, casework.law, at=AT, as_of=DAY)
        marks.append(time.perf_counter())
        if not _is_marked(casework, ledger, subject_id, record_id):
            raise RuntimeError("the mark is not there")
        marks.append(time.perf_counter())
        times.append(marks[-1] - marks[0])
        cpu.append(_cpu() - used)
        for name, (begin, end) in zip(parts, pairwise(marks), strict=True):
            parts[name].append(end - begin)
    times.sort()
    result = {
        "records": RECORDS,
        "decisions": len(times),
        "p50_ms": _ms(statistics.median(times)),
        "p95_ms": _ms(times[int(0.95 * len(times))]),
        "slowest_ms": _ms(times[-1]),
        **{f"{name}_p50_ms": _ms(statistics.median(found)) for name, found in parts.items()},
        "cpu_p50_ms": _ms(statistics.median(cpu)),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(result), flush=True)


def _open_to_objection(ledger: Ledger, subject_id: str) -> str | None:
    with ledger.snapshot() as snapshot, ledger.connect(threads=1) as connection:
        snapshot.attach(connection, subject_id=subject_id)
        found = connection.execute(
            "SELECT record_id FROM record WHERE determined_on BETWEEN '2025-06-01' AND '2026-06-01' "
            "AND record_id NOT IN (SELECT record_id FROM event) ORDER BY record_id LIMIT 1"
        ).fetchone()
    return None if found is None else str(found[0])


def _is_marked(casework: Casework, ledger: Ledger, subject_id: str, record_id: str) -> bool:
    """Whether the subject's credit file, read as the pages and reports read it, has the record under objection."""
    from gongxin.reports.subject_file import read_subject_file

    with ledger.snapshot() as snapshot, ledger.connect(threads=1) as connection:
        file = read_subject_file(connection, snapshot, casework.law, subject_id, DAY)
    return any(record.standing.objected for record in file.records if record.record_id == record_id)


def due() -> None:
    """Open 100,000 cases with a deadline each, and draw the list of a day."""
    with tempfile.TemporaryDirectory() as name:
        workspace = Workspace.create(Path(name) / "office-of-many", buckets=4)
        _set_up(workspace)
        open_town_office(workspace)
        from gongxin.casework.casework import Casework

        casework = Casework(workspace)
        pattern = _one_submitted(workspace, casework)
        _multiply(pattern)
        times, cpu, listed = [], [], None
        for _ in range(7):
            started, used = time.perf_counter(), _cpu()
            listed = casework.due(DAY)
            times.append(time.perf_counter() - started)
            cpu.append(_cpu() - used)
        assert listed is not None
        result = {
            "open_cases": OPEN_CASES,
            **{part: len(getattr(listed, part)) for part in ("late", "today", "soon")},
            "p50_ms": _ms(statistics.median(times)),
            "cpu_p50_ms": _ms(statistics.median(cpu)),
            "load": os.getloadavg()[0],
        }
        print(json.dumps(result), flush=True)


def _one_submitted(workspace: Workspace, casework: Casework) -> Case:
    """An objection that has been submitted, as the engine writes it."""
    take_in(workspace, 2)
    agent = agent_of(0)
    case = casework.open("objection", by=agent, as_of=DAY, at=AT, record_id=record_of(0), subject_id=subject_of(0))
    casework.move(case, "submit", by=agent, as_of=DAY, at=AT, said={"claim": "不是本企业"})
    return case


def _multiply(pattern: Case) -> None:
    """100,000 open cases like it, with deadlines spread over a year of days around the day of the list."""
    from gongxin.casework.models import Case, Deadline

    runs = list(pattern.deadlines.values())
    alike = Case.objects.filter(pk=pattern.pk).values().get()
    cases = Case.objects.bulk_create(
        [Case(**alike | {"id": None, "number": f"B-{n}", "record_id": f"{n + 10:032x}"}) for n in range(OPEN_CASES)],
        batch_size=2000,
    )
    Deadline.objects.bulk_create(
        [
            Deadline(**run | {"id": None, "case_id": case.pk, "due_on": DAY + timedelta(days=n % 365 - 5)})
            for n, case in enumerate(cases)
            for run in runs
        ],
        batch_size=2000,
    )


def _set_up(workspace: Workspace) -> Law:
    """Have everything read and imported that a clerk needs, so that each begins at once; the law is returned."""
    import deltalake  # noqa: F401  (for the clerks)
    import pyarrow.parquet  # noqa: F401

    open_town_office(workspace)
    import gongxin.casework.casework
    import gongxin.reports.subject_file  # noqa: F401

    return workspace.law()


def _database(folder: Path) -> dict[str, Any]:
    from gongxin.office.database import database_settings

    return database_settings(os.environ.get("GONGXIN_DATABASE_URL"), folder / "office")


def _in_a_process(do: Callable[[], Any]) -> list[str]:
    """Do it in a process of its own: this one forks and must not hold a database open."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        found = do()
        os.write(writer, json.dumps(found if isinstance(found, list) else []).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(process, 0)
    if not text:
        raise RuntimeError("a process came to no end")
    return [str(line) for line in json.loads(text)]


def _cpu() -> float:
    """CPU seconds of this process and of the children that have ended."""
    return sum(
        part.ru_utime + part.ru_stime
        for part in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _spent(started: float, used: float) -> dict[str, float]:
    return {"seconds": round(time.perf_counter() - started), "cpu_seconds": round(_cpu() - used)}


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def main(words: list[str]) -> int:
    """Run what is named; 1 if a kill left anything wrong."""
    if words[:1] == ["kills"]:
        return kills(int(words[1]) if words[1:] else KILLS)
    if words:
        {"visible": visible, "due": due}[words[0]]()
        return 0
    for part in ("visible", "due"):
        # One process has one office.
        os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "bench.decisions", part])
    return kills(KILLS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Pages: the server's time for each, with a million subjects on file.

``python -m bench.pages [SUBJECTS]`` builds the ledger once in ``bench/data`` (minutes, a gigabyte), lays the names out,
and asks for each page a few hundred times, each time about another subject, in one warm process: through all of the
middleware, without a network. Time is the processor's (all threads), since that does not depend on what else the
machine does; the clock's is given beside it. Everything in it is invented.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import sys
import time
from typing import TYPE_CHECKING

from bench.evaluation_ledger import AS_OF, SUBJECT, open_ledger
from gongxin.office.setup import open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.test import Client

    from gongxin.ledger import Ledger
    from gongxin.workspace import Workspace

SUBJECTS = 1_000_000
READS = 150
WARM_UP = 20
CASES = 200

_FIRST = "澄湖大桥飞燕捷顺青禾瑞丰远航山海星辰晨光恒泰永昌嘉和明德致远启元博雅天成鼎新云溪松柏"
_PLACES = ("云泽市", "云泽市湖滨区", "云泽市城西区", "云泽")
_TRADES = (
    "出租汽车",
    "建设工程",
    "食品",
    "贸易",
    "电子商务",
    "家具制造",
    "物流",
    "餐饮管理",
    "软件",
    "咨询",
    "文化传媒",
)


def _one_of(choices: Sequence[str], salt: str) -> str:
    return f"{list(choices)}[1 + (hash(i, {salt}) % {len(choices)})::INTEGER]"


#: The name of subject ``i``: place, two to four characters, trade, form. Some hundred thousand different ones.
_OWN_PART = (
    "array_to_string(list_transform(range((2 + hash(i, 6) % 3)::INTEGER), "
    f"lambda n: substr('{_FIRST}', 1 + (hash(i, 7, n) % {len(_FIRST)})::INTEGER, 1)), '')"
)
_NAME = f"{_one_of(_PLACES, '5')} || {_OWN_PART} || {_one_of(_TRADES, '8')} || '有限公司'"


def prepared(subjects: int) -> tuple[Workspace, Ledger]:
    """The ledger of that many subjects, each with a name."""
    workspace, ledger = open_ledger(subjects, "pages")
    if ledger.last_batch < 2:
        from gongxin.subjects.names import name_key_sql

        with (
            ledger.connect() as connection,
            ledger.begin(item="cn.registration", source="云泽市行政审批局", as_of=AS_OF) as batch,
        ):
            named = f"SELECT {SUBJECT} AS subject_id, {_NAME} AS name FROM range({subjects}) t(i)"
            batch.append(
                "subject",
                connection,
                f"SELECT *, {name_key_sql('name')} AS name_key, 'enterprise' AS kind, 'uscc' AS scheme,"
                f" true AS registered, true AS synthetic FROM ({named})",
            )
            batch.commit({"total": subjects}, "0" * 64, synthetic=True)
        ledger.compact()
    return workspace, ledger


def measured(ask: Callable[[], int]) -> dict[str, float | int]:
    """Median, 95th and 99th percentile of what an answer takes, in milliseconds."""
    for _ in range(WARM_UP):
        ask()
    processor, clock, statuses = [], [], set()
    for _ in range(READS):
        before, at = time.process_time(), time.perf_counter()
        statuses.add(ask())
        processor.append(1000 * (time.process_time() - before))
        clock.append(1000 * (time.perf_counter() - at))
    assert statuses <= {200}, f"answered with {statuses}"
    return {
        **{f"processor_p{part}_ms": percentile(processor, part) for part in (50, 95, 99)},
        "clock_p95_ms": percentile(clock, 95),
    }


def percentile(times: list[float], part: int) -> float:
    """A percentile of these times, to a tenth."""
    return round(sorted(times)[min(len(times) - 1, len(times) * part // 100)], 1)


def pages(client: Client, subjects: int, cases: list[tuple[str, str, str]]) -> Iterator[tuple[str, Callable[[], int]]]:
    """Each page, as something that asks for it about a subject chosen anew."""
    chance = random.Random(1)

    def code() -> str:
        return f"91990100MA{chance.randrange(subjects):08}"

    def name() -> str:
        from gongxin.pages import conclusions

        return conclusions.search(code()).found[0].name or ""

    names = [name() for _ in range(READS + WARM_UP)]

    def get(path: str, **asked: str) -> int:
        return int(client.get(path, asked).status_code)

    yield "home", lambda: get("/")
    yield "search, whole name", lambda: get("/search/", q=chance.choice(names))
    yield "search, part of a name", lambda: get("/search/", q=chance.choice(names)[3:9])
    yield "search, what every name has", lambda: get("/search/", q="云泽有限公司")
    yield "search, code", lambda: get("/search/", q=code())
    yield "credit file", lambda: get(f"/subjects/{code()}/")
    yield "what would raise the grade", lambda: get(f"/subjects/{code()}/way-up/zj.enterprise/")
    yield "what can be done about a record", lambda: get("/subjects/{1}/records/{2}/".format(*chance.choice(cases)))
    yield "progress of a case", lambda: get(f"/progress/{chance.choice(cases)[0]}/")
    yield "commitments", lambda: get("/commitments/")
    yield "who still shows repaired records", lambda: get("/not-yet-updated/")
    yield "how to check", lambda: get("/about/")


def cases_under_way(subjects: int) -> list[tuple[str, str, str]]:
    """Number, subject and record of cases under way, opened if they are not there yet."""
    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.errors import GongxinError
    from gongxin.pages import clock, conclusions

    chance = random.Random(2)
    while Case.objects.count() < CASES:
        code = f"91990100MA{chance.randrange(subjects):08}"
        account, _ = Account.objects.get_or_create(
            username=code.lower(), defaults={"name": "经办", "role": "subject", "subject_id": code}
        )
        file = conclusions.credit_file(code, clock.today())
        for entry in (entry for group in file.groups() for entry in group.entries):
            try:
                conclusions.casework().open(
                    "objection", by=account, as_of=clock.today(), at=clock.now(), record_id=entry.record_id,
                    subject_id=code,
                )  # fmt: skip
            except GongxinError:
                continue
    return list(Case.objects.values_list("number", "subject_id", "record_id")[:CASES])


def main(subjects: int) -> None:
    """Build, lay the names out, measure."""
    workspace, _ = prepared(subjects)
    os.environ["GONGXIN_AS_OF"] = AS_OF.isoformat()
    open_office(workspace)
    from django.test import Client

    from gongxin.pages.platform import platform
    from gongxin.site.warming import warm

    shutil.rmtree(workspace.root / "office" / "names", ignore_errors=True)
    before = time.process_time()
    platform().names.warm()
    built = round(time.process_time() - before, 1)
    size = sum(path.stat().st_size for path in (workspace.root / "office" / "names").iterdir())
    print(json.dumps({"step": "names laid out", "processor_s": built, "file_mb": size // 2**20}))
    warm()
    client = Client(HTTP_HOST="localhost")
    for page, ask in pages(client, subjects, cases_under_way(subjects)):
        print(json.dumps({"page": page, "subjects": subjects, "reads": READS, **measured(ask)}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"step": "peak", "memory_mb": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SUBJECTS)

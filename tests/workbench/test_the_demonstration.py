"""The demonstration's people find work on their desks: each case was opened and moved by the platform's own calls."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import MARKET, law, penalty, subject, take_in
from tests.casework.test_supervision import received

from gongxin.subjects.identifiers import person_digest
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import QuerySet
    from tests.office_fixture import Office

    from gongxin.casework.models import Case
    from gongxin.law.library import Law

__all__ = ["law"]

#: A furnished office is the work of seconds.
pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 24)
FIRMS = [f"91990100MA{place:08}" for place in range(1, 12)]
DRIVER = f"{person_digest.PREFIX}{'7' * 32}"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven firms of Yunze and a driver that were fined in June; the nation has graded two of the firms C and D."""
    workspace = Workspace.create(tmp_path_factory.mktemp("city") / "platform", buckets=4)
    fines = [penalty(f"fine-{place}", firm, "2026-06-01") for place, firm in enumerate(FIRMS)]
    fines.append(penalty("fine-of-a-driver", DRIVER, "2026-06-01", subject_kind="natural_person"))
    known = [subject(firm, f"云泽市第{place}工程有限公司") for place, firm in enumerate(FIRMS, start=1)]
    take_in(workspace, "cn.penalty", MARKET, records=fines, subjects=known)
    graded = [received(FIRMS[9], "e-9", "2026-06-15", "C"), received(FIRMS[10], "e-10", "2026-06-15", "D")]
    take_in(workspace, "cn.evaluation", MARKET, records=graded)
    return workspace.root


@pytest.fixture
def furnished(office: Office, city: Path, law: Law) -> Office:
    from gongxin.site.demonstration import furnish

    shutil.copytree(city, office.workspace.root, dirs_exist_ok=True)
    furnish(office.workspace, law, sources={"market": MARKET}, as_of=TODAY)
    return office


def work_of(username: str) -> QuerySet[Case]:
    """The open cases on somebody's desk."""
    from gongxin.accounts.permissions import any_account
    from gongxin.casework.models import Case
    from gongxin.casework.queues import in_hand

    return Case.objects.filter(in_hand(any_account(username)), closed_on__isnull=True)


def test_each_of_the_named_people_finds_work(furnished: Office) -> None:
    from gongxin.casework.models import Case, Deadline
    from gongxin.exchange.models import Notice

    clerk = work_of("clerk")
    assert clerk.filter(kind="repair", state="submitted").exists(), "a repair to accept"
    assert clerk.filter(kind="objection", state="accepted").exists(), "an objection to decide"
    waiting = Deadline.objects.filter(case__in=clerk, met_on=None, dropped_on=None)
    assert waiting.filter(due_on__lt=TODAY).exists(), "one is late"
    assert waiting.filter(due_on=TODAY).exists(), "one is due today"

    assert work_of("office").filter(kind="review", state="submitted").exists()
    assert work_of("office").filter(kind="interview", state="planned").exists(), "somebody is to be invited"
    assert work_of("inspector").filter(kind="repair", state="escalated").exists()
    assert work_of("inspector").filter(kind="commitment", state="running").exists(), "a promise is followed"

    decided = Case.objects.get(kind="repair", outcome="granted")
    told = Notice.objects.filter(cause__startswith=decided.number)
    assert told.get(consumer__code="yunze-bank").acknowledged_on is None
    assert told.get(consumer__code="ratings").acknowledged_on is not None


def test_a_citizen_has_her_own_file_and_a_consent_that_lets_the_bank_look(furnished: Office) -> None:
    from gongxin.accounts import consents
    from gongxin.accounts.permissions import any_account

    citizen = any_account("citizen")
    assert citizen.subject_id == DRIVER
    (consent,) = consents.of_subject(citizen, DRIVER)
    assert consent.purpose == "query.yunze-bank"


def test_furnished_again_it_only_has_another_password(furnished: Office, law: Law) -> None:
    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.site.demonstration import furnish

    before = Case.objects.count(), Account.objects.count()
    again = furnish(furnished.workspace, law, sources={"market": MARKET}, as_of=TODAY)
    assert (Case.objects.count(), Account.objects.count()) == before
    assert {"office", "clerk", "inspector", "repairer", "bank"} <= {seat.username for seat in again.seats}


def test_the_mistake_is_held_and_confirmed_as_any_row_whose_name_is_not_of_its_code(tmp_path: Path) -> None:
    from gongxin.intake.pipeline import take
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.site.demonstration_cases import OnDisplay
    from gongxin.site.demonstration_mistake import put_under_another_code
    from gongxin.synth import write_city

    workspace, shipped = Workspace.create(tmp_path / "platform", buckets=4), Law.load()
    manifest = write_city(tmp_path / "city", shipped, seed=3, subjects=300, as_of=TODAY)
    for file in manifest.files:
        if file.item in ("cn.registration", "cn.penalty"):
            take(workspace, [tmp_path / "city" / file.path], file.item, file.source, TODAY, synthetic=True)

    def asked(query: str, *values: str) -> list[tuple[str, ...]]:
        with Ledger.open(workspace).snapshot() as snapshot, Ledger.open(workspace).connect() as connection:
            snapshot.attach(connection)
            return connection.execute(query, list(values)).fetchall()

    firms = "subject_kind = 'enterprise' AND item = 'cn.penalty'"
    (penalty, *_) = asked(f"SELECT record_id, subject_id, source FROM record WHERE {firms} ORDER BY record_id")
    ((code,),) = asked("SELECT min(subject_id) FROM subject WHERE kind = 'enterprise' AND subject_id <> ?", penalty[1])
    doc_no = put_under_another_code(workspace, shipped, OnDisplay(*penalty), code, TODAY)
    assert doc_no is not None
    assert asked("SELECT subject_id FROM record WHERE doc_no = ?", doc_no) == [(code,)]

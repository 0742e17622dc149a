"""What pages read at their desk is what the reports and the command line say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.browser.town import BRIDGE_CODE, SWALLOW_CODE, on_file

from gongxin.errors import NotFound
from gongxin.evaluation.way_up import way_up
from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.pages.file_desk import FileDesk
from gongxin.reports import Audience, credit_report

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

DAY = date(2026, 8, 17)


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return Ledger.open(on_file(tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="module")
def desk(ledger: Ledger, law: Law) -> Iterator[FileDesk]:
    desk = FileDesk(ledger, law, DAY)
    yield desk
    desk.close()


@pytest.mark.parametrize("audience", list(Audience))
def test_one_file_after_another_shows_what_the_report_shows(
    ledger: Ledger, law: Law, desk: FileDesk, audience: Audience
) -> None:
    with ledger.snapshot() as snapshot:
        for subject in (BRIDGE_CODE, SWALLOW_CODE, BRIDGE_CODE):
            _, shown = desk.show(snapshot, subject, audience, ledger.batches())
            report = credit_report(ledger, law, subject, as_of=DAY, audience=audience)
            assert (shown.identity, shown.marks) == (report.identity, report.marks)
            # The ways up stand in a report's advice; on the pages they are asked for one by one.
            assert [of for of in shown.sections if of.id != "advice"] == [
                of for of in report.sections if of.id != "advice"
            ]
            assert shown.synthetic == report.synthetic


def test_the_way_up_is_the_one_of_the_command_line(ledger: Ledger, law: Law, desk: FileDesk) -> None:
    with ledger.snapshot() as snapshot:
        for subject in (BRIDGE_CODE, SWALLOW_CODE, BRIDGE_CODE):
            found = desk.way_up(snapshot, subject, "zj.enterprise")
            assert found == way_up(ledger, law, subject, "zj.enterprise", as_of=DAY)
            assert found.mendings


def test_a_subject_that_nobody_knows_leaves_nothing_of_the_one_before(ledger: Ledger, desk: FileDesk) -> None:
    with ledger.snapshot() as snapshot:
        desk.read(snapshot, BRIDGE_CODE)
        with pytest.raises(NotFound, match="nothing on that subject"):
            desk.read(snapshot, "91990100MB0000099X")

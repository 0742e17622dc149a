"""What stands in a credit report, and what does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import NotFound, UsageError
from gongxin.evaluation.way_up import way_up
from gongxin.reports import Audience, CreditReport, render_html
from gongxin.reports.advice import ways
from gongxin.reports.subject_file import read_subject_file

if TYPE_CHECKING:
    from tests.reports.conftest import CreditOffice

    from gongxin.reports.report import Entry, Section

pytestmark = pytest.mark.slow

FINE_OF_MAY, FINE_OF_JANUARY, WARNING, OLD_FINE = "a1" * 16, "a2" * 16, "b1" * 16, "b2" * 16
DAY = date(2026, 6, 30)


def section(report: CreditReport, section_id: str) -> Section:
    return next(section for section in report.sections if section.id == section_id)


def entries(report: CreditReport) -> dict[str, Entry]:
    return {entry.record_id: entry for section in report.sections for item in section.items for entry in item.entries}


def test_sections_stand_in_the_order_of_the_national_standard(yunze: CreditOffice) -> None:
    titles = [section.title.zh for section in yunze.reports().sections]
    assert titles == [
        "基本信息", "行政管理", "诚实守信", "严重失信", "经营异常", "信用承诺", "信用评价", "司法判决",
        "其他信息", "信用状况提升建议", "地方补充内容",
    ]  # fmt: skip


def test_identity_is_what_was_registered(yunze: CreditOffice) -> None:
    identity = yunze.reports().identity
    assert (identity.name, identity.registered) == ("云泽市澄湖食品有限公司", True)
    assert identity.former_names == ("云泽市澄湖南货有限公司",)
    assert {fact.field: fact.value for fact in identity.facts}["address"] == "书院路 118 号"


def test_the_public_sees_what_is_on_display_and_nothing_else(yunze: CreditOffice) -> None:
    report = yunze.reports()
    assert set(entries(report)) == {FINE_OF_MAY, FINE_OF_JANUARY, "d1" * 16}
    assert WARNING not in report.model_dump_json()
    assert OLD_FINE not in report.model_dump_json()


def test_the_subject_sees_its_whole_file(yunze: CreditOffice) -> None:
    report = yunze.reports(Audience.SUBJECT)
    assert {WARNING, OLD_FINE} <= set(entries(report))
    assert entries(report)[OLD_FINE].standing.reason == "expired"
    assert not entries(report)[WARNING].standing.displayed


def test_latest_records_come_first(yunze: CreditOffice) -> None:
    days = [entry.dated for entry in section(yunze.reports(Audience.SUBJECT), "administration").items[0].entries]
    assert days == sorted(days, key=str, reverse=True)


def test_a_record_says_until_when_why_and_from_when_it_may_be_repaired(yunze: CreditOffice) -> None:
    standing = entries(yunze.reports())[FINE_OF_MAY].standing
    assert standing.ends_on == date(2027, 5, 11)
    assert standing.repairable_from == date(2026, 8, 12)
    assert standing.record_class is not None
    assert standing.record_class.zh == "一般"
    assert standing.cite is not None
    assert standing.cite.text.zh == "《云泽市公共信用信息测试规定》第8条"


def test_what_was_not_verified_says_so(yunze: CreditOffice) -> None:
    report = yunze.reports(Audience.SUBJECT)
    cite = entries(report)[WARNING].standing.cite
    assert cite is not None
    assert not cite.verified
    assert section(report, "evaluation").gradings[0].unverified == 3


def test_codes_and_sums_are_put_into_words(yunze: CreditOffice) -> None:
    facts = {fact.field: fact.shown for fact in entries(yunze.reports())[FINE_OF_JANUARY].facts}
    assert facts["kinds"] is not None
    assert facts["kinds"].zh == "罚款、警告"
    assert facts["fine"] is not None
    assert facts["fine"].en == "CNY 500.00"


@pytest.mark.parametrize("audience", list(Audience))
def test_the_lines_of_a_grade_add_up_for_every_reader(yunze: CreditOffice, audience: Audience) -> None:
    grading = section(yunze.reports(audience), "evaluation").gradings[0]
    total = grading.base + sum((line.points for line in grading.contributions), Decimal(0))
    assert total == grading.score == Decimal("942.5")
    assert grading.grade == "B"
    assert grading.reference_only is not None


def test_points_of_hidden_records_reach_the_public_as_one_sum(yunze: CreditOffice) -> None:
    public = section(yunze.reports(), "evaluation").gradings[0].contributions
    *_, last = public
    assert (last.record_id, last.cite, last.points) == (None, None, Decimal(10))  # the warning, less the floor it hit
    assert not any(line.indicator is None and line.dimension is not None for line in public)


def test_advice_names_the_first_day_of_repair(yunze: CreditOffice) -> None:
    advice = {piece.record_id: piece.advice for piece in section(yunze.reports(), "advice").advice}
    assert "自 2026-08-12 起方可申请" in advice[FINE_OF_MAY].zh
    assert "自 2026-04-11 起可以申请" in advice[FINE_OF_JANUARY].zh


def test_advice_shows_the_shortest_way_to_the_next_grade(yunze: CreditOffice) -> None:
    (way,) = section(yunze.reports(Audience.SUBJECT), "advice").ways
    assert (way.grade, way.better, way.on) == ("B", "A", date(2026, 8, 12))
    assert [(of.record_id, of.by, of.on) for of in way.mendings] == [
        (FINE_OF_JANUARY, "repair", DAY),
        (FINE_OF_MAY, "repair", date(2026, 8, 12)),
    ]
    page = render_html(yunze.reports(Audience.SUBJECT), "zh")
    assert "由 B 级升为 A 级的最短途径" in page
    assert "自 2026-08-12 起可申请修复" in page


def test_a_record_that_the_reader_may_not_see_is_counted_on_the_way_and_not_named(yunze: CreditOffice) -> None:
    subject_id = yunze.reports().identity.subject_id
    way = way_up(yunze.ledger, yunze.law, subject_id, "yr.enterprise", as_of=DAY)
    with yunze.ledger.snapshot() as snapshot, yunze.ledger.connect(threads=1) as connection:
        file = read_subject_file(connection, snapshot, yunze.law, subject_id, DAY)
    (shown,) = ways(yunze.law, [way], [record for record in file.records if record.record_id == FINE_OF_MAY])
    assert ([of.record_id for of in shown.mendings], shown.hidden) == ([FINE_OF_MAY], 1)


def test_an_earlier_batch_is_answered_from_what_was_known_then(yunze: CreditOffice) -> None:
    report = yunze.reports(known_at=1)
    assert report.known_at == 1
    assert entries(report) == {}
    assert section(report, "evaluation").gradings == ()


def test_a_day_before_a_decision_does_not_know_it(yunze: CreditOffice) -> None:
    report = yunze.reports(Audience.SUBJECT, as_of=date(2026, 3, 1))
    assert set(entries(report)) == {FINE_OF_JANUARY, OLD_FINE, "d1" * 16}


def test_a_report_says_what_it_was_made_from(yunze: CreditOffice) -> None:
    report = yunze.reports()
    assert report.law_version == yunze.law.version
    assert [pack.id for pack in report.packs] == ["yunze-reports"]
    assert report.data_until == date(2026, 6, 30)


def test_invented_data_are_marked(yunze: CreditOffice) -> None:
    assert yunze.reports().synthetic


def test_an_honoured_subject_carries_the_mark(yunze: CreditOffice) -> None:
    assert yunze.reports().marks == ("mark-honoured",)


def test_what_no_section_claims_is_a_local_supplement(office: CreditOffice) -> None:
    lamp = {"record_id": "f1" * 16, "payload": {"held_on": "2026-02-10"}, "determined_on": date(2026, 2, 10)}
    office.takes("yr.lamp", lamp)
    report = office.reports()
    assert section(report, "local").count == 1
    assert not report.identity.registered


def test_an_unknown_subject_is_told_without_repeating_the_number(yunze: CreditOffice) -> None:
    with pytest.raises(NotFound) as refusal:
        yunze.reports(subject_id="91990100MA0NOBODY0")
    assert refusal.value.rule == "unknown-subject"
    assert "NOBODY" not in str(refusal.value.message)


def test_a_person_has_no_public_report_but_one_of_its_own(office: CreditOffice) -> None:
    li = "person:0123456789abcdef0123456789abcdef"
    fined = {
        "record_id": "77" * 16,
        "subject_id": li,
        "subject_kind": "natural_person",
        "payload": {"doc_no": "云监罚〔2026〕7号", "person": "digest-of-a-number"},
        "kinds": ["fine"],
        "determined_on": date(2026, 5, 5),
    }
    office.takes("yr.penalty", fined)
    with pytest.raises(UsageError) as refusal:
        office.reports(subject_id=li)
    assert refusal.value.rule == "person-not-public"
    own = office.reports(Audience.SUBJECT, subject_id=li)
    assert "digest-of-a-number" not in own.model_dump_json()
    assert set(entries(own)) == {"77" * 16}

"""Facts of the shipped packs, pinned: what the policy sources say stands in the YAML, and what they don't is marked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from gongxin.intake.headings import heading_key
from gongxin.law.library import Law
from gongxin.law.schema.basics import Citation, Duration
from gongxin.law.schema.catalogue import CatalogueFile, FieldType, Nature
from gongxin.law.tree import parts
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from gongxin.law.schema.publicity import PublicityClass, PublicityRules

NATIONAL_ITEMS = (
    "cn.registration",
    "cn.licence",
    "cn.penalty",
    "cn.abnormal",
    "cn.serious",
    "cn.debtor",
    "cn.honour",
    "cn.commitment",
    "cn.evaluation",
    "cn.inspection",
)
#: The licence record of the 2018 standard, in its order.
LICENCE_CODES = (
    "XK_XDR_MC XK_XDR_LB XK_XDR_SHXYM XK_XDR_GSZC XK_XDR_ZZJG XK_XDR_SWDJ XK_XDR_SYDW XK_XDR_SHZZ XK_FRDB XK_FR_ZJLX "
    "XK_FR_ZJHM XK_XDR_ZJLX XK_XDR_ZJHM XK_XKWS XK_WSH XK_XKLB XK_XKZS XK_XKBH XK_NR XK_JDRQ XK_YXQZ XK_YXQZI XK_XKJG "
    "XK_XKJGDM XK_ZT XK_LYDW XK_LYDWDM BZ"
)
#: The penalty record of the 2018 standard, in its order.
PENALTY_CODES = (
    "CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_GSZC CF_XDR_ZZJG CF_XDR_SWDJ CF_XDR_SYDW CF_XDR_SHZZ CF_FRDB CF_FR_ZJLX "
    "CF_FR_ZJHM CF_XDR_ZJLX CF_XDR_ZJHM CF_WSH CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_NR_WFFF CF_NR_ZKDX "
    "CF_JDRQ CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY CF_SJLYDM BZ"
)
#: What article 9 of the penalty law lists.
KINDS_OF_PENALTY = (
    "警告 通报批评 罚款 没收违法所得 没收非法财物 暂扣许可证件 降低资质等级 吊销许可证件 限制开展生产经营活动 "
    "责令停产停业 责令关闭 限制从业 行政拘留"
)


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


def rules(law: Law, rules_id: str) -> PublicityRules:
    return next(one for one in law.publicity if one.id == rules_id)


def class_of(law: Law, rules_id: str, class_id: str) -> PublicityClass:
    return next(one for one in rules(law, rules_id).classes if one.id == class_id)


# The catalogue


def test_the_national_catalogue_has_its_ten_items(law: Law) -> None:
    files = [content for content, _ in law.packs["cn-national"].files if isinstance(content, CatalogueFile)]
    assert list(NATIONAL_ITEMS) == sorted((item.id for of in files for item in of.items), key=NATIONAL_ITEMS.index)


def test_a_licence_has_the_28_fields_of_the_national_record_in_their_order(law: Law) -> None:
    first_codes = [field.codes[0] for field in law.item("cn.licence").fields if field.codes]
    assert first_codes == LICENCE_CODES.split()
    assert len(first_codes) == 28


def test_a_penalty_has_the_30_fields_of_the_national_record_and_then_the_procedure(law: Law) -> None:
    fields = law.item("cn.penalty").fields
    assert [field.codes[0] for field in fields[:30]] == PENALTY_CODES.split()
    assert fields[30].column == "procedure"
    assert fields[30].values == "cn.procedure"


@pytest.mark.parametrize(
    ("older", "field"),
    [
        ("CF_CFMC", "case_name"),
        ("CF_AJMC", "case_name"),
        ("CF_CFLB1", "kinds"),
        ("CF_XZJG", "authority"),
        ("CF_XDR_ZDM", "party_org_code"),
        ("CF_XDR_GSDJ", "party_reg_no"),
        ("CF_XDR_SFZ", "party_id"),
        ("CF_FR", "legal_representative"),
        ("CF_JG", "content"),
        ("CF_ZT", "status"),
        ("CASE_PROCESS_TYPE", "procedure_type"),
    ],
)
def test_a_penalty_file_of_2016_is_understood(law: Law, older: str, field: str) -> None:
    assert older in law.item("cn.penalty").field(field).codes


def test_technical_columns_are_left_out_knowingly(law: Law) -> None:
    for item in ("cn.licence", "cn.penalty"):
        assert {"DFBM", "SJC", "CHECK_FLAG", "批次号"} <= set(law.item(item).ignore)


def test_sums_of_a_penalty_come_in_ten_thousand_yuan(law: Law) -> None:
    amounts = [field for field in law.item("cn.penalty").fields if field.type is FieldType.AMOUNT]
    assert {(field.column, field.unit) for field in amounts} == {("amount", "wan_yuan"), ("confiscated", "wan_yuan")}


@pytest.mark.parametrize("item", NATIONAL_ITEMS)
def test_a_heading_means_one_field_however_it_is_spelled(law: Law, item: str) -> None:
    meant: dict[str, str] = {}
    for field in law.item(item).fields:
        for name in (*field.codes, *field.headings, field.title.zh, field.title.en, field.id):
            assert meant.setdefault(heading_key(name), field.id) == field.id, name
    assert not {heading_key(name) for name in law.item(item).ignore} & set(meant)


@pytest.mark.parametrize("item", NATIONAL_ITEMS)
def test_no_adverse_record_without_a_legal_basis(law: Law, item: str) -> None:
    if law.item(item).nature is not Nature.ADVERSE:
        return
    (basis,) = (field for field in law.item(item).fields if field.column == "legal_basis")
    assert basis.required is True


@pytest.mark.parametrize("item", ["cn.commitment", "cn.inspection"])
def test_what_turns_out_badly_needs_a_legal_basis_too(law: Law, item: str) -> None:
    (basis,) = (field for field in law.item(item).fields if field.column == "legal_basis")
    assert not isinstance(basis.required, bool)


def test_natural_persons_are_in_four_items_and_by_statute_only(law: Law) -> None:
    admitting = {item for item in NATIONAL_ITEMS if SubjectKind.NATURAL_PERSON in law.item(item).kinds}
    assert admitting == {"cn.licence", "cn.penalty", "cn.serious", "cn.debtor"}
    assert {law.item(item).persons.admitted_by for item in admitting} == {"statute"}  # type: ignore[union-attr]


@pytest.mark.parametrize("item", NATIONAL_ITEMS)
def test_identity_numbers_never_stay_in_clear(law: Law, item: str) -> None:
    for field in law.item(item).fields:
        if "证件号" in field.title.zh or "身份证" in field.title.zh:
            assert field.personal == ("drop" if "法定代表人" in field.title.zh else "digest")


def test_licences_and_penalties_are_reported_within_seven_working_days_of_the_decision(law: Law) -> None:
    for item in ("cn.licence", "cn.penalty"):
        reporting = law.item(item).reporting
        assert reporting is not None
        assert (str(reporting.within), reporting.from_) == ("7 working days", "decided_on")
        assert reporting.cite.verified


@pytest.mark.parametrize("item", NATIONAL_ITEMS)
def test_every_item_says_what_file_would_be_unusual(law: Law, item: str) -> None:
    assert law.item(item).expectations is not None


def test_the_kinds_of_penalty_are_those_of_article_9_and_two_combined_ones_of_2018(law: Law) -> None:
    kinds = law.code_list("cn.penalty-kind")
    titles = [value.title.zh for value in kinds.values]
    for kind in KINDS_OF_PENALTY.split():
        assert kind in titles
    assert kinds.cite.verified
    assert not kinds.open


@pytest.mark.parametrize(
    ("code_list", "received", "code"),
    [
        ("cn.procedure", "01", "simplified"),
        ("cn.procedure", "02", "ordinary"),
        ("cn.party-category", "法人及非法人组织", "organisation"),
        ("cn.party-category", "自然人", "natural_person"),
        ("cn.party-category", "个体工商户", "individual_business"),
        ("cn.penalty-kind", "暂扣或者吊销执照", "permit-suspended-or-revoked"),
        ("cn.licence-kind", "特许", "concession"),
        ("cn.commitment-type", "容缺受理型", "papers-to-follow"),
    ],
)
def test_a_value_as_departments_write_it(law: Law, code_list: str, received: str, code: str) -> None:
    (value,) = (v for v in law.code_list(code_list).values if received in (v.code, v.title.zh, *v.aliases))
    assert value.code == code


# Publicity


@pytest.mark.parametrize(
    ("rules_id", "starts", "ends"),
    [
        ("r2017", "2017-07-31", "2019-06-30"),
        ("r2019", "2019-07-01", "2023-04-30"),
        ("r2021-samr45", "2021-09-01", "2025-12-24"),
        ("r2023", "2023-05-01", "2026-03-31"),
        ("r2025-samr", "2025-12-25", None),
        ("r2026", "2026-04-01", None),
    ],
)
def test_each_rule_set_holds_in_its_time(law: Law, rules_id: str, starts: str, ends: str | None) -> None:
    in_force = rules(law, rules_id).in_force
    assert in_force.from_ == date.fromisoformat(starts)
    assert in_force.to == (None if ends is None else date.fromisoformat(ends))


@pytest.mark.parametrize(
    ("rules_id", "class_id", "minimum", "maximum", "repairable"),
    [
        ("r2017", "ordinary", None, "1 year", False),
        ("r2017", "serious", None, "3 years", False),
        ("r2019", "general", "3 months", "1 year", True),
        ("r2019", "serious", "6 months", "3 years", True),
        ("r2019", "specific-serious", None, "3 years", False),
        ("r2021-samr45", "lower", None, "3 months", False),
        ("r2021-samr45", "no-early-end", None, "3 years", False),
        ("r2021-samr45", "guarded-fields", "1 year", "3 years", True),
        ("r2021-samr45", "other", "6 months", "3 years", True),
        ("r2023", "guarded-fields", "1 year", "3 years", True),
        ("r2023", "other", "3 months", "3 years", True),
        ("r2025-samr", "minor", None, "3 months", False),
        ("r2025-samr", "general", "3 months", "1 year", True),
        ("r2025-samr", "serious", "1 year", "3 years", True),
        ("r2026", "minor", None, "3 months", True),
        ("r2026", "general", "3 months", "1 year", True),
        ("r2026", "serious", "1 year", "3 years", True),
        ("r2026", "serious-list", "1 year", "3 years", True),
    ],
)
def test_the_periods_of_each_class(
    law: Law, rules_id: str, class_id: str, minimum: str | None, maximum: str, repairable: bool
) -> None:
    one = class_of(law, rules_id, class_id)
    assert (None if one.minimum is None else str(one.minimum)) == minimum
    assert str(one.maximum) == maximum
    assert one.repairable is repairable


def test_a_period_starts_with_the_document_but_with_publication_under_order_45(law: Law) -> None:
    assert rules(law, "r2026").starts == ("determined_on",)
    assert rules(law, "r2021-samr45").starts[0] == "published_on"


def test_market_regulation_goes_before_the_general_line_and_a_province_after_the_nation(law: Law) -> None:
    assert rules(law, "r2025-samr").precedence > rules(law, "r2026").precedence
    assert rules(law, "zj.bad-information").precedence < rules(law, "r2026").precedence


def test_minor_cases_are_not_shown_unless_the_authority_decides_so(law: Law) -> None:
    assert "displayed" not in class_of(law, "r2026", "minor").effects
    assert "displayed" in class_of(law, "r2026", "minor-shown").effects


def test_zhejiang_keeps_bad_information_five_years_and_longer_while_listed(law: Law) -> None:
    kept = class_of(law, "zj.bad-information", "kept")
    assert (str(kept.maximum), kept.until, kept.longest, kept.cite.verified) == ("5 years", "effective_to", True, True)


def test_only_what_was_read_of_the_classes_is_verified(law: Law) -> None:
    """Where the period was read and what belongs to the class was not, the class is unverified, its minimum is not."""
    verified = {(one.id, class_.id) for one in law.publicity for class_ in one.classes if class_.cite.verified}
    assert {one for one, _ in verified} == {
        "r2021-samr45",
        "debtors",
        "accountants",
        "zj.not-bad-information",
        "zj.persons",
        "zj.bad-information",
    }
    for class_id in ("general", "serious"):
        minimum = class_of(law, "r2026", class_id).minimum_cite
        assert minimum is not None
        assert (minimum.instrument, minimum.article, minimum.verified) == ("repair-plan-2025", "二", True)


def test_a_waiting_time_that_stands_elsewhere_has_its_own_citation(law: Law) -> None:
    cite = class_of(law, "r2021-samr45", "other").minimum_cite
    assert cite is not None
    assert (cite.instrument, cite.verified) == ("samr-repair-2021", False)


# Parameters


@pytest.mark.parametrize(
    ("parameter", "day", "value", "verified"),
    [
        ("cn.repair.accept", "2026-04-01", "3 working days", False),
        ("cn.repair.decide", "2026-04-01", "7 working days", False),
        ("cn.repair.decide", "2024-01-01", "10 working days", False),
        ("cn.repair.extension", "2026-04-01", "10 working days", False),
        ("cn.repair.portal-answer", "2026-04-01", "10 working days", False),
        ("cn.market.repair.decide", "2025-12-24", "15 working days", False),
        ("cn.market.repair.decide", "2025-12-25", "7 working days", False),
        ("cn.market.publish", "2021-09-01", "20 working days", True),
        ("cn.penalty.withdraw", "2021-07-15", "3 working days", True),
        ("zj.objection.decide", "2018-01-01", "5 working days", True),
        ("zj.objection.decide-at-most", "2018-01-01", "20 working days", True),
        ("zj.query-log.kept", "2018-01-01", "10 years", True),
        ("sh.objection.mark", "2017-10-01", "1 working day", True),
        ("ha.objection.decide-with-other", "2020-05-01", "7 working days", True),
        ("sz.repair.waiting-after-abused-bankruptcy", "2023-03-01", "3 years", True),
    ],
)
def test_a_term_on_a_day(law: Law, parameter: str, day: str, value: str, verified: bool) -> None:
    dated = law.parameter(parameter).on(date.fromisoformat(day))
    assert dated is not None
    assert isinstance(dated.value, Duration)
    assert str(dated.value) == value
    assert dated.cite.verified is verified


def test_on_the_spot_fines_stop_at_200_and_3000_yuan(law: Law) -> None:
    limits = {
        who: law.parameter(f"cn.penalty.on-the-spot-fine-{who}").on(date(2021, 7, 15))
        for who in ("person", "organisation")
    }
    assert {who: limit.value for who, limit in limits.items() if limit} == {
        "person": Decimal(200),
        "organisation": Decimal(3000),
    }
    assert all(limit is not None and limit.cite.verified for limit in limits.values())


@pytest.mark.parametrize(
    "parameter",
    ["cn.repair.false-papers-bar", "cn.publicity.larger-fine", "cn.publicity.huge-fine", "cn.repair.site-update"],
)
def test_what_nobody_could_read_has_no_value_and_no_verification(law: Law, parameter: str) -> None:
    dated = law.parameter(parameter).on(date(2026, 4, 1))
    assert dated is not None
    assert dated.value is None
    assert not dated.cite.verified


def test_the_conflict_over_suspended_permits_stays_visible(law: Law) -> None:
    dated = law.parameter("cn.publicity.suspension-and-downgrade-class").on(date(2026, 4, 1))
    assert dated is not None
    assert dated.value == "serious"
    assert any("general" in rival.en for rival in dated.rivals)
    assert not dated.cite.verified


# Citations and places


def test_our_own_practice_is_never_called_verified(law: Law) -> None:
    entries = [
        *law.items.values(),
        *law.code_lists.values(),
        *law.parameters.values(),
        *law.publicity,
        *law.models,
        *law.procedures,
    ]
    for entry in entries:
        for _, part in parts(entry):
            if isinstance(part, Citation) and part.instrument == "gongxin-practice":
                assert not part.verified


def test_what_is_known_from_reports_only_is_nowhere_verified(law: Law) -> None:
    """令107, 35号, 885号 and 国办发〔2026〕8号 were not read; neither were the Zhejiang guides."""
    unread = {
        "samr-order-107",
        "samr-order-44",
        "supervision-opinions-2019",
        "evaluation-notice-2019",
        "enterprise-evaluation-plan-2026",
        "zj-evaluation-guide-2018",
        "zj-evaluation-guide-2020",
    }
    entries = [
        *law.items.values(),
        *law.code_lists.values(),
        *law.parameters.values(),
        *law.publicity,
        *law.models,
        *law.procedures,
    ]
    cited = [part for entry in entries for _, part in parts(entry) if isinstance(part, Citation)]
    assert not any(part.verified for part in cited if part.instrument in unread)
    assert not any(law.instrument(instrument).verified for instrument in unread)


def test_the_numbers_of_the_instruments(law: Law) -> None:
    numbers = {
        "ndrc-order-36": "国家发展和改革委员会令第36号",
        "ndrc-order-58": "国家发展和改革委员会令第58号",
        "samr-order-107": "国家市场监督管理总局令第107号",
        "samr-order-45": "国家市场监督管理总局令第45号",
        "repair-plan-2025": "国办发〔2025〕22号",
        "credit-constraint-opinions-2020": "国办发〔2020〕49号",
        "penalty-repair-notice-2019": "发改办财金〔2019〕527号",
        "double-publicity-notice": "发改办财金〔2018〕424号",
        "zj-evaluation-guide-2020": "浙发改信用〔2020〕267号",
        "enterprise-evaluation-plan-2026": "国办发〔2026〕8号",
    }
    assert {instrument: law.instrument(instrument).number for instrument in numbers} == numbers


def test_the_invented_city_lies_where_no_province_is(law: Law) -> None:
    invented = law.packs["synthetic-city"].header
    assert invented.synthetic
    assert {region.code[:2] for region in law.regions} == {"99"}
    assert next(region.title.zh for region in law.regions if region.code == "990100") == "云泽市"

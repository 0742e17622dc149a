"""Penalties: by which department, for what, how much, by which procedure."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal
from gongxin.synth.departments import DEPARTMENTS, code_sql, name_sql, short_sql
from gongxin.synth.population import PERSON
from gongxin.synth.records.party_columns import party_columns
from gongxin.synth.records.sheet import Frame, Sheet
from gongxin.synth.records.violations import VIOLATIONS, Violation

if TYPE_CHECKING:
    from gongxin.synth.draws import Draws

#: How many penalties five years bring, by conduct: number -> weight.
_OFTEN = {
    "exemplary": {0: 1},
    "sound": {0: 97, 1: 3},
    "lapsing": {0: 45, 1: 38, 2: 12, 3: 5},
    "bad": {1: 10, 2: 20, 3: 30, 4: 20, 6: 15, 12: 5},
}

_MILD = {"警告": 15, "罚款": 55, "警告;罚款": 15, "罚款;没收违法所得": 8, "通报批评": 3, "没收违法所得;没收非法财物": 4}
_HARSH = {"罚款": 50, "罚款;没收违法所得": 20, "罚款;责令停产停业": 15, "暂扣许可证件;罚款": 5, "吊销许可证件;罚款": 10}

#: Fines in 10,000 yuan, from the usual to the rare.
_FINES = ("0.02", "0.05", "0.1", "0.1", "0.2", "0.2", "0.3", "0.5", "0.5", "1", "1", "2", "3", "5")
_HEAVY_FINES = ("1", "2", "2", "3", "5", "5", "10", "10", "20", "50", "100.5", "0.865")

#: What a simplified procedure may impose at most, in 10,000 yuan (行政处罚法, article 51).
_SIMPLIFIED = {"unit": "0.3", "person": "0.02"}


def sheet(frame: Frame) -> Sheet:
    """The penalties of the last five years on the city's parties."""
    parties = frame.repeated("cn.penalty", _OFTEN, "true")
    chosen = _violation_number(frame.draws)
    return Sheet(
        item="cn.penalty",
        rows=f"(SELECT *, {chosen} AS chosen FROM {parties}) AS party JOIN {_violation_table()} ON number = chosen",
        department="violation.department",
        columns={**party_columns(), **_decision(frame), **_reporting(), **_later_fields(frame)},
    )


def _decision(frame: Frame) -> dict[str, str]:
    draws = frame.draws
    kinds = (
        f"CASE WHEN party.conduct = 'bad' THEN {draws.weighted('penalty/harsh', 'n', _HARSH)} "
        f"ELSE {draws.weighted('penalty/mild', 'n', _MILD)} END"
    )
    fine = (
        f"CASE WHEN violation.heavy THEN {draws.pick('penalty/heavy', 'n', _HEAVY_FINES)} "
        f"ELSE {draws.pick('penalty/fine', 'n', _FINES)} END"
    )
    gains = draws.pick("penalty/gains", "n", ("0.08", "0.35", "1.2", "4.6"))
    return {
        "decided_on": draws.day("penalty/decided", "n", frame.since(5), f"{frame.today} - 1"),
        "doc_no": f"{short_sql('violation.department')} || '罚字〔' || year(decided_on) || '〕' || n || '号'",
        "violation": "violation.violation",
        "facts": "'经查，' || party.name || '于' || strftime(decided_on - 20, '%Y年%-m月') || violation.facts || '。'",
        "basis": "violation.basis",
        "kinds": kinds,
        "fine": f"CASE WHEN contains(kinds, '罚款') THEN {fine} END",
        "confiscation": f"CASE WHEN contains(kinds, '没收') THEN {gains} END",
        "content": f"concat_ws('，', replace(kinds, ';', '、'), '罚款人民币' || {_in_yuan('fine')} || '元', "
        f"'没收' || {_in_yuan('confiscation')} || '元')",
        "permit": "CASE WHEN contains(kinds, '许可证件') THEN '经营许可证YZ' || printf('%08d', n % 100000000) END",
        "valid_to": "CASE WHEN n % 3 = 0 THEN DATE '2099-12-31' END",
        "shown_to": "CAST(decided_on + INTERVAL 1 YEAR AS DATE)",
    }


def _reporting() -> dict[str, str]:
    return {
        "authority": name_sql("violation.department"),
        "authority_code": code_sql("violation.department"),
        "source_unit": name_sql("violation.department"),
        "source_unit_code": code_sql("violation.department"),
    }


def _in_yuan(sum_in_wan: str) -> str:
    return f"CAST({sum_in_wan}::DECIMAL(18, 6) * 10000 AS BIGINT)"


def _later_fields(frame: Frame) -> dict[str, str]:
    draws = frame.draws
    most = f"CASE WHEN party.registrar = '{PERSON}' THEN {_SIMPLIFIED['person']} ELSE {_SIMPLIFIED['unit']} END"
    light = f"(kinds IN ('警告', '罚款', '警告;罚款') AND coalesce(fine::DECIMAL(18, 6), 0) <= {most})"
    return {
        "procedure_type": f"CASE WHEN {light} AND {draws.happens('penalty/procedure', 'n', 700)} "
        "THEN '简易程序' ELSE '普通程序' END",
        "severity_class": "CASE WHEN contains(kinds, '吊销') THEN '严重' "
        "WHEN procedure_type = '简易程序' THEN '轻微' END",
        "regulatory_field": "nullif(violation.field, '')",
        "published_on": f"least(decided_on + {draws.number('penalty/published', 'n', 7)}::INTEGER, {frame.today})",
        "region": "party.region",
        "case_name": "party.name || violation.violation || '案'",
    }


def _violation_number(draws: Draws) -> str:
    """The number of the violation that a party of this kind may have committed, in SQL."""
    return f"""CASE
        WHEN registrar = '{PERSON}' THEN {_one_of("person", draws)}
        WHEN registrar IN ('51', '52', '53') THEN {_one_of("social", draws)}
        WHEN registrar IN ('11', '12') THEN {_one_of("public", draws)}
        ELSE {_one_of("market", draws)} END"""


def _one_of(party: str, draws: Draws) -> str:
    numbers = [str(number) for number, violation in enumerate(VIOLATIONS) if party in violation.parties]
    return f"[{', '.join(numbers)}][{draws.number(f'penalty/{party}', 'n', len(numbers))} + 1]"


def _violation_table() -> str:
    rows = ", ".join(_values(number, violation) for number, violation in enumerate(VIOLATIONS))
    return f"(VALUES {rows}) AS violation(number, department, field, violation, facts, basis, heavy)"


def _values(number: int, violation: Violation) -> str:
    department, field, _, *texts, heavy = astuple(violation)
    assert department in DEPARTMENTS, f"no department {department}"
    return f"({number}, {', '.join(literal(text) for text in (department, field, *texts))}, {heavy})"

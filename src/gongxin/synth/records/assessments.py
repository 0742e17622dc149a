"""What others found: evaluations pushed by the state and by sectors, and inspections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.beside import NATIONAL_SCALE
from gongxin.subjects.sql_text import literal
from gongxin.synth.departments import name_sql, short_sql
from gongxin.synth.population import PERSON
from gongxin.synth.records.sheet import CONDUCTS, Frame, Sheet, alike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.law.library import Law

_EVALUATION_OFTEN = alike({0: 30, 1: 40, 2: 20, 3: 10})
_INSPECTION_OFTEN = alike({0: 60, 1: 30, 2: 10})

#: Results of inspections by conduct.
_RESULTS = {
    "exemplary": {"合格": 1},
    "sound": {"合格": 92, "责令改正": 7, "不合格": 1},
    "lapsing": {"合格": 60, "责令改正": 25, "不合格": 10, "无法联系": 5},
    "bad": {"合格": 25, "责令改正": 25, "不合格": 35, "无法联系": 10, "不配合检查": 5},
}
#: The grades that sectors give here, by conduct.
_SECTOR_GRADES = {"exemplary": "A级", "sound": "B级", "lapsing": "C级", "bad": "D级"}

#: Who evaluates, and who inspects, by weight.
_EVALUATORS = {"planning": 50, "tax": 30, "transport": 10, "environment": 10}
_INSPECTORS = {"market": 50, "work-safety": 15, "environment": 10, "health": 10, "fire": 15}
_KINDS = {"双随机检查": 45, "日常检查": 25, "专项检查": 15, "产品质量监督抽查": 10, "食品安全监督抽检": 5}


def evaluations(frame: Frame) -> Sheet:
    """Evaluations of the last year, so that the latest still count: the national one, and those of three sectors."""
    draws = frame.draws
    return Sheet(
        item="cn.evaluation",
        rows=frame.repeated("cn.evaluation", _EVALUATION_OFTEN, f"registrar <> '{PERSON}'"),
        department=draws.weighted("evaluation/department", "n", _EVALUATORS),
        columns={
            "party_name": "party.name",
            "party_code": "party.code",
            "evaluated_on": frame.own_day("evaluation/on", 1),
            "source_kind": "CASE department WHEN 'planning' THEN '全国公共信用综合评价' ELSE '行业信用评价' END",
            "name": "CASE department WHEN 'planning' THEN '公共信用综合评价' WHEN 'tax' THEN '纳税信用评价' "
            "WHEN 'transport' THEN '道路运输企业质量信誉考核' ELSE '企业环境信用评价' END "
            "|| '（' || year(evaluated_on) || '年）'",
            "grade": f"CASE WHEN department = 'planning' THEN {_national_grade(frame.law)} "
            f"ELSE {_by_conduct(_SECTOR_GRADES)} END",
            "score": "CASE department WHEN 'tax' THEN CASE party.conduct WHEN 'exemplary' THEN 92 WHEN 'sound' THEN 80 "
            f"WHEN 'lapsing' THEN 60 ELSE 30 END + {draws.number('evaluation/score', 'n', 8)} END",
            "valid_from": "evaluated_on",
            "valid_to": "CAST(evaluated_on + INTERVAL 1 YEAR AS DATE)",
            "evaluator": name_sql("department"),
            "status": "'有效'",
            "region": "party.region",
        },
    )


def _national_grade(law: Law) -> str:
    """The national grade of a party, in SQL, on the scale that the nation used on the day of the evaluation."""
    titles = {value.code: value.title.zh for value in law.code_list("cn.grade").values}
    grade = ""
    for scale in law.parameters[NATIONAL_SCALE].values:
        grades = _by_conduct(dict(zip(CONDUCTS, (titles[code] for code in str(scale.value).split()), strict=True)))
        # Before the first scale that is known there is no other to evaluate by.
        grade = f"CASE WHEN evaluated_on >= DATE '{scale.from_}' THEN {grades} ELSE {grade} END" if grade else grades
    return grade


def _by_conduct(grades: Mapping[str, str]) -> str:
    arms = " ".join(f"WHEN {literal(conduct)} THEN {literal(grade)}" for conduct, grade in grades.items())
    return f"CASE party.conduct {arms} END"


def inspections(frame: Frame) -> Sheet:
    """Inspections of the last three years."""
    draws = frame.draws
    results = " ".join(
        f"WHEN '{conduct}' THEN {draws.weighted('inspection/result', 'n', weights)}"
        for conduct, weights in _RESULTS.items()
    )
    return Sheet(
        item="cn.inspection",
        rows=frame.repeated("cn.inspection", _INSPECTION_OFTEN, f"registrar NOT IN ('11', '{PERSON}')"),
        department=draws.weighted("inspection/department", "n", _INSPECTORS),
        columns={
            "party_name": "party.name",
            "party_code": "party.code",
            "kind": f"CASE WHEN department = 'market' THEN {draws.weighted('inspection/kind', 'n', _KINDS)} "
            "ELSE '双随机检查' END",
            "inspected_on": draws.day("inspection/on", "n", frame.since(3), f"{frame.today} - 1"),
            "task": "year(inspected_on) || '年度' || kind || '任务'",
            "doc_no": f"{short_sql('department')} || '查〔' || year(inspected_on) || '〕' || n || '号'",
            "result": f"CASE party.conduct {results} END",
            "findings": "CASE WHEN result = '合格' THEN '未发现问题' ELSE '现场检查记录所列问题' END",
            "violations": "CASE WHEN result = '合格' THEN 0 ELSE 1 + n % 4 END",
            "published_on": f"least(inspected_on + 5, {frame.today})",
            "authority": name_sql("department"),
            "basis": "CASE department WHEN 'market' THEN '《市场监督管理行政检查工作规范》' "
            "WHEN 'fire' THEN '《中华人民共和国消防法》第五十三条' ELSE '《优化营商环境条例》第五十四条' END",
            "regulatory_field": "CASE department WHEN 'market' THEN '市场监管' "
            "WHEN 'work-safety' THEN '安全生产' "
            "WHEN 'environment' THEN '生态环境' WHEN 'health' THEN '卫生健康' ELSE '消防安全' END",
            "region": "party.region",
        },
    )

"""Honours and commitments."""

from __future__ import annotations

from gongxin.synth.departments import name_sql, short_sql
from gongxin.synth.population import PERSON
from gongxin.synth.records.sheet import Frame, Sheet, alike

_HONOUR_OFTEN = {"exemplary": {1: 30, 2: 40, 3: 30}, "sound": {0: 85, 1: 12, 2: 3}}
_COMMITMENT_OFTEN = alike({0: 60, 1: 30, 2: 10})

_COMMITMENT_TYPES = {"主动承诺型": 40, "行业自律型": 15, "审批替代型": 25, "容缺受理型": 15, "证明事项型": 5}
_MATTERS = ("依法诚信经营", "办理食品经营许可证告知承诺", "按期补交申请材料", "遵守行业自律公约", "公开服务标准和收费")


def honours(frame: Frame) -> Sheet:
    """A-grade taxpayers of the last four years, and a few advanced customs enterprises and other honours."""
    draws = frame.draws
    department = draws.weighted("honour/department", "n", {"tax": 80, "customs": 5, "market": 15})
    return Sheet(
        item="cn.honour",
        rows=frame.repeated("cn.honour", _HONOUR_OFTEN, f"registrar NOT IN ('11', '{PERSON}')"),
        department=department,
        columns={
            "party_name": "party.name",
            "party_code": "party.code",
            "kind": "CASE department WHEN 'tax' THEN 'A级纳税人' "
            "WHEN 'customs' THEN '海关高级认证企业' ELSE '其他荣誉' END",
            "title": "CASE department WHEN 'market' THEN '守合同重信用企业' ELSE kind END",
            "grade": "CASE department WHEN 'tax' THEN 'A' END",
            # A party's records differ in their number's last digits: no two honours of one year.
            "year": f"CAST(year({frame.today}) - 1 - n % 100 AS VARCHAR)",
            "granted_on": "make_date(CAST(year AS INTEGER) + 1, 4, 1 + CAST(party.i % 28 AS INTEGER))",
            "authority": name_sql("department"),
            "doc_no": f"{short_sql('department')} || '公告〔' || year || '〕' || (1 + party.i % 9) || '号'",
            "customs_no": "CASE department WHEN 'customs' THEN '9901' || printf('%06d', party.i % 1000000) END",
            "region": "party.region",
        },
    )


def commitments(frame: Frame) -> Sheet:
    """Commitments of the last three years; lapsing and bad subjects break some."""
    draws = frame.draws
    broken = f"party.conduct IN ('lapsing', 'bad') AND {draws.happens('commitment/broken', 'n', 250)}"
    return Sheet(
        item="cn.commitment",
        rows=frame.repeated("cn.commitment", _COMMITMENT_OFTEN, f"registrar <> '{PERSON}'"),
        department=draws.weighted("commitment/department", "n", {"market": 60, "planning": 25, "transport": 15}),
        columns={
            "party_name": "party.name",
            "party_code": "party.code",
            "type": draws.weighted("commitment/type", "n", _COMMITMENT_TYPES),
            "matter": draws.pick("commitment/matter", "n", _MATTERS) + " || '（第' || (n % 100 + 1) || '次）'",
            "committed_on": draws.day("commitment/on", "n", frame.since(3), f"{frame.today} - 100"),
            "accepted_by": name_sql("department"),
            "state": f"CASE WHEN {broken} THEN '违约' WHEN n % 5 = 0 THEN '履行中' ELSE '已履约' END",
            "state_on": "CASE WHEN state <> '履行中' THEN committed_on + 60 END",
            "valid_to": "CAST(committed_on + INTERVAL 2 YEAR AS DATE)",
            "basis": "CASE WHEN state = '违约' THEN '《优化营商环境条例》第五十四条' END",
            "region": "party.region",
        },
    )

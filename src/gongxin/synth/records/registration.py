"""Registration: what the three registrars of the city hand in about every organisation."""

from __future__ import annotations

from gongxin.synth.departments import name_sql
from gongxin.synth.population import PERSON
from gongxin.synth.records.sheet import Frame, Sheet

_FORMS = {
    "91": "有限责任公司",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "12": "事业单位",
    "11": "机关",
}


def sheet(frame: Frame) -> Sheet:
    """A row for every organisation there is; no natural persons."""
    forms = " ".join(f"WHEN '{registrar}' THEN '{form}'" for registrar, form in _FORMS.items())
    return Sheet(
        item="cn.registration",
        rows=f"(SELECT *, i AS n FROM party WHERE registrar <> '{PERSON}') AS party",
        department="""CASE WHEN party.registrar IN ('91', '92', '93') THEN 'market'
            WHEN party.registrar IN ('51', '52', '53') THEN 'civil-affairs' ELSE 'staffing' END""",
        columns={
            "name": "party.name",
            "code": "party.code",
            "former_names": "party.former_name",
            "entity_type": f"CASE party.registrar {forms} END",
            "status": "CASE WHEN party.ended_on IS NOT NULL THEN '注销' ELSE '存续' END",
            "registrar": name_sql("department"),
            "established_on": "party.established_on",
            "approved_on": f"least(party.established_on + 200, {frame.today})",
            "term_from": "party.established_on",
            "term_to": "CASE WHEN party.registrar = '91' AND party.i % 3 = 0 "
            "THEN CAST(party.established_on + INTERVAL 30 YEAR AS DATE) ELSE DATE '9999-09-09' END",
            "ended_on": "party.ended_on",
            "address": "'云泽市' || party.street",
            "region": "party.region",
            "person_in_charge": "party.person_in_charge",
            "industry": "party.industry",
            "registered_capital": "party.capital",
            "currency": "'人民币'",
            "scale": "party.scale",
            "business_scope": "'一般项目：' || party.name[4:] || '的经营活动'",
        },
    )

"""Licences: ordinary ones with an end, registrations without."""

from __future__ import annotations

from gongxin.synth.departments import code_sql, name_sql, short_sql
from gongxin.synth.population import PERSON
from gongxin.synth.records.party_columns import party_columns
from gongxin.synth.records.sheet import Frame, Sheet, alike

_OFTEN = alike({0: 35, 1: 40, 2: 15, 3: 10})

#: Number -> department, title of the decision, kind, certificate, what is licensed.
_LICENCES = (
    ("market", "准予行政许可决定书", "普通", "食品经营许可证", "预包装食品销售，热食类食品制售"),
    ("market", "准予登记通知书", "登记", "营业执照", "准予变更登记"),
    ("market", "准予行政许可决定书", "核准", "特种设备使用登记证", "在用叉车使用登记"),
    ("transport", "交通行政许可决定书", "普通", "道路运输经营许可证", "道路普通货物运输"),
    ("health", "卫生行政许可决定书", "普通", "公共场所卫生许可证", "公共场所经营"),
    ("health", "卫生行政许可决定书", "认可", "执业证书", "准予执业注册"),
    ("housing", "建设行政许可决定书", "认可", "建筑业企业资质证书", "建筑装修装饰工程专业承包二级"),
    ("environment", "环保行政许可决定书", "普通", "排污许可证", "准予排放水污染物"),
    ("urban", "城市管理行政许可决定书", "特许", "城市生活垃圾经营性清扫许可证", "城市生活垃圾经营性清扫、收集、运输"),
)


def sheet(frame: Frame) -> Sheet:
    """The licences of the last six years."""
    draws = frame.draws
    values = ", ".join(f"({number}, {', '.join(map(repr, licence))})" for number, licence in enumerate(_LICENCES))
    # A person is licensed to drive goods or to practise, not to run a canteen.
    number = f"CASE WHEN registrar = '{PERSON}' THEN [3, 5][n % 2 + 1] ELSE {draws.number('licence/which', 'n', 9)} END"
    lasts = f"[3, 5, 5, 99][{draws.number('licence/lasts', 'n', 4)} + 1]"
    return Sheet(
        item="cn.licence",
        rows=f"(SELECT *, {number} AS chosen FROM {frame.repeated('cn.licence', _OFTEN, 'true')}) AS party "
        f"JOIN (VALUES {values}) AS licence(number, department, document, kind, certificate, content) "
        "ON number = chosen",
        department="licence.department",
        columns={
            **party_columns(),
            "document_title": "licence.document",
            "decided_on": draws.day("licence/decided", "n", frame.since(6), f"{frame.today} - 1"),
            "doc_no": f"{short_sql('licence.department')} || '许准字〔' || year(decided_on) || '〕' || n || '号'",
            "kind": "licence.kind",
            "certificate": "licence.certificate",
            "licence_no": "'YZ' || (9901000000000 + n)",
            "content": "licence.content",
            "valid_from": "decided_on",
            "valid_to": f"CASE WHEN licence.kind = '登记' OR {lasts} = 99 THEN DATE '2099-12-31' "
            f"ELSE CAST(decided_on + to_years({lasts}) - INTERVAL 1 DAY AS DATE) END",
            "authority": name_sql("licence.department"),
            "authority_code": code_sql("licence.department"),
            "status": f"CASE WHEN valid_to < {frame.today} THEN '2' ELSE '1' END",
            "source_unit": name_sql("licence.department"),
            "source_unit_code": code_sql("licence.department"),
            "region": "party.region",
        },
    )

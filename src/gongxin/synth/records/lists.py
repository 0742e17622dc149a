"""Lists of bad standing: abnormal operations and arrears, serious dishonesty, judgment debtors."""

from __future__ import annotations

from gongxin.subjects.sql_text import literal
from gongxin.synth.departments import name_sql, short_sql
from gongxin.synth.population import PERSON
from gongxin.synth.records.sheet import Frame, Sheet

_ABNORMAL_OFTEN = {"sound": {0: 97, 1: 3}, "lapsing": {0: 50, 1: 40, 2: 10}, "bad": {0: 30, 1: 40, 2: 30}}
_SERIOUS_OFTEN = {"bad": {0: 60, 1: 35, 2: 5}}
_DEBTOR_OFTEN = {"sound": {0: 996, 1: 4}, "lapsing": {0: 95, 1: 5}, "bad": {0: 50, 1: 30, 2: 15, 4: 5}}

#: Number -> department, list, reason, basis. Those from 4 on are for companies only.
_ABNORMAL = (
    ("tax", "非正常户", "未按期申报纳税，经查无下落", "《中华人民共和国税收征收管理法》第六十二条"),
    ("labour", "欠缴社会保险费", "未按时足额缴纳社会保险费", "《中华人民共和国社会保险法》第八十六条"),
    ("civil-affairs", "活动异常名录", "未按照规定时限报送年度工作报告", "《社会组织信用信息管理办法》"),
    ("staffing", "事业单位异常名录", "未按时报送年度报告", "《事业单位登记管理暂行条例》"),
    ("market", "经营异常名录", "未依照规定的期限公示年度报告", "《企业信息公示暂行条例》第十七条第一款"),
    ("market", "经营异常名录", "通过登记的住所或者经营场所无法联系", "《企业信息公示暂行条例》第十七条第一款"),
    ("tax", "欠缴税款", "逾期未缴纳税款", "《中华人民共和国税收征收管理法》第六十八条"),
)
_FOR_COMPANIES = (0, 1, 4, 5, 6)

#: Number -> department, list, reason, basis.
_SERIOUS = (
    (
        "market",
        "市场监督管理严重违法失信名单",
        "实施危害食品安全的违法行为，受到较重行政处罚",
        "《市场监督管理严重违法失信名单管理办法》",
    ),
    ("tax", "重大税收违法失信主体", "虚开增值税专用发票，达到标准", "《重大税收违法失信主体信息公布管理办法》"),
    (
        "labour",
        "拖欠农民工工资失信联合惩戒对象",
        "克扣、无故拖欠农民工工资，情节严重",
        "《保障农民工工资支付条例》第四十八条",
    ),
    ("work-safety", "安全生产严重失信主体", "对生产安全事故负有责任", "《中华人民共和国安全生产法》第七十八条"),
)

#: Kinds of dishonest conduct, as often as in real reports of listed firms (980, 384, 120, and the rest).
_CONDUCT = {
    "有履行能力而拒不履行生效法律文书确定义务": 62,
    "违反财产报告制度": 24,
    "其他规避执行": 8,
    "违反限制消费令": 6,
}


def abnormal(frame: Frame) -> Sheet:
    """Entries of the last four years in lists of abnormal operations and arrears; half of them removed again."""
    draws = frame.draws
    where = f"registrar NOT IN ('11', '{PERSON}')"
    companies = f"{list(_FOR_COMPANIES)}[{draws.number('abnormal/which', 'n', len(_FOR_COMPANIES))} + 1]"
    number = f"CASE WHEN registrar = '12' THEN 3 WHEN registrar IN ('51', '52', '53') THEN 2 ELSE {companies} END"
    removed = "(listed_on + CAST(40 + n % 300 AS INTEGER))"
    return Sheet(
        item="cn.abnormal",
        rows=_joined(frame.repeated("cn.abnormal", _ABNORMAL_OFTEN, where), number, _ABNORMAL),
        department="entry.department",
        columns={
            "party_name": "party.name",
            "party_code": "party.code",
            "list": "entry.list",
            "reason": "entry.reason",
            "basis": "entry.basis",
            "listed_on": frame.own_day("abnormal/listed", 4),
            "authority": name_sql("entry.department"),
            "doc_no": f"{short_sql('entry.department')} || '异字〔' || year(listed_on) || '〕' || n || '号'",
            "removed_on": f"CASE WHEN {draws.happens('abnormal/removed', 'n', 500)} AND {removed} < {frame.today} "
            f"THEN {removed} END",
            "removal_reason": "CASE WHEN removed_on IS NOT NULL THEN '已履行义务，申请移出' END",
            "removed_by": f"CASE WHEN removed_on IS NOT NULL THEN {name_sql('entry.department')} END",
            "sum_owed": "CASE WHEN starts_with(entry.list, '欠缴') THEN 0.5 + n % 97 * 0.35 END",
            "region": "party.region",
        },
    )


def serious(frame: Frame) -> Sheet:
    """Entries of the last four years in lists of serious dishonesty."""
    draws = frame.draws
    where = f"registrar NOT IN ('11', '{PERSON}')"
    number = draws.number("serious/which", "n", len(_SERIOUS))
    return Sheet(
        item="cn.serious",
        rows=_joined(frame.repeated("cn.serious", _SERIOUS_OFTEN, where), number, _SERIOUS),
        department="entry.department",
        columns={
            "party_name": "party.name",
            "party_category": "CASE WHEN party.registrar = '92' THEN '个体工商户' ELSE '法人及非法人组织' END",
            "party_code": "party.code",
            "list": "entry.list",
            "reason": "entry.reason",
            "basis": "entry.basis",
            "listed_on": frame.own_day("serious/listed", 4),
            "authority": name_sql("entry.department"),
            "doc_no": f"{short_sql('entry.department')} || '严字〔' || year(listed_on) || '〕' || n || '号'",
            "whom": f"CASE WHEN {draws.happens('serious/whom', 'n', 200)} THEN '主要人员' ELSE '本单位' END",
            "sum": "CASE WHEN entry.department = 'tax' THEN 100 + n % 900 END",
            "region": "party.region",
        },
    )


def debtors(frame: Frame) -> Sheet:
    """Judgment debtors of the last five years, persons among them."""
    draws = frame.draws
    return Sheet(
        item="cn.debtor",
        rows=frame.repeated("cn.debtor", _DEBTOR_OFTEN, "true"),
        department="'court'",
        columns={
            "party_name": "party.name",
            "party_category": f"CASE WHEN party.registrar = '{PERSON}' THEN '自然人' "
            "WHEN party.registrar = '92' THEN '个体工商户' ELSE '法人及非法人组织' END",
            "party_code": "party.code",
            "party_org_code": "party.org_code",
            "party_id": "party.id_number",
            "filed_on": draws.day("debtor/filed", "n", frame.since(5), f"{frame.today} - 61"),
            "case_no": "'（' || year(filed_on) || '）云9901执' || n || '号'",
            "court": name_sql("'court'"),
            "province": "'云汀省'",
            "basis": "'（' || (year(filed_on) - 1) || '）云9901民初' || (n * 3 + 1) || '号'",
            "basis_by": name_sql("'court'"),
            "sum_open": "2 + n % 59",
            "obligation": "'支付货款' || sum_open * 10000 || '元及利息'",
            "performance": f"{draws.weighted('debtor/performance', 'n', {'全部未履行': 7, '部分未履行': 3})}",
            "conduct": draws.weighted("debtor/conduct", "n", _CONDUCT),
            "listed_on": f"filed_on + 20 + CAST({draws.number('debtor/listed', 'n', 40)} AS INTEGER)",
            "sum_performed": "CASE WHEN performance = '部分未履行' THEN 1.5 END",
            "whom": f"CASE WHEN party.registrar <> '{PERSON}' AND {draws.happens('debtor/whom', 'n', 200)} "
            "THEN '主要人员' ELSE '本单位' END",
            "region": "party.region",
        },
    )


def _joined(parties: str, number: str, entries: tuple[tuple[str, ...], ...]) -> str:
    rows = ", ".join(f"({n}, {', '.join(literal(text) for text in entry)})" for n, entry in enumerate(entries))
    return (
        f"(SELECT *, {number} AS chosen FROM {parties}) AS party "
        f"JOIN (VALUES {rows}) AS entry(number, department, list, reason, basis) ON number = chosen"
    )

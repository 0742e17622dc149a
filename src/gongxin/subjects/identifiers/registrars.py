"""Who registers which bodies: the first two characters of a unified social credit code (GB 32100-2015, table 1 and 2).

The first character is the registering department, the second the type of body within it. Which of the five kinds of
subject a body belongs to is plain for market entities, social organisations, public institutions and organs. For the
rest (law firms, churches, village collectives ...) the table puts each where its nature is nearest.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongxin.subjects.kinds import SubjectKind


@dataclass(frozen=True, slots=True)
class Registrar:
    """A registering department and one type of body it registers."""

    code: str
    department_zh: str
    department_en: str
    body_zh: str
    body_en: str
    kind: SubjectKind


_E = SubjectKind.ENTERPRISE
_S = SubjectKind.SOCIAL_ORGANISATION
_P = SubjectKind.PUBLIC_INSTITUTION
_G = SubjectKind.GOVERNMENT_BODY

_DEPARTMENTS: tuple[tuple[str, str, str, tuple[tuple[str, str, str, SubjectKind], ...]], ...] = (
    (
        "1",
        "机构编制",
        "staffing of public bodies",
        (
            ("1", "机关", "organ of state", _G),
            ("2", "事业单位", "public institution", _P),
            ("3", "群众团体", "mass organisation", _S),
            ("9", "其他", "other", _P),
        ),
    ),
    (
        "2",
        "外交",
        "foreign affairs",
        (("1", "外国常驻新闻机构", "resident foreign news office", _E), ("9", "其他", "other", _E)),
    ),
    (
        "3",
        "司法行政",
        "administration of justice",
        (
            ("1", "律师执业机构", "law firm", _E),
            ("2", "公证处", "notary office", _P),
            ("3", "基层法律服务所", "local legal service office", _E),
            ("4", "司法鉴定机构", "forensic examination body", _E),
            ("5", "仲裁委员会", "arbitration commission", _P),
            ("9", "其他", "other", _E),
        ),
    ),
    (
        "4",
        "文化",
        "culture",
        (("1", "外国在华文化中心", "foreign cultural centre", _S), ("9", "其他", "other", _S)),
    ),
    (
        "5",
        "民政",
        "civil affairs",
        (
            ("1", "社会团体", "association", _S),
            ("2", "民办非企业单位", "private non-enterprise unit", _S),
            ("3", "基金会", "foundation", _S),
            ("9", "其他", "other", _S),
        ),
    ),
    (
        "6",
        "旅游",
        "tourism",
        (
            ("1", "外国旅游部门常驻代表机构", "resident office of a foreign tourism authority", _E),
            ("2", "港澳台地区旅游部门常驻内地（大陆）代表机构", "resident office of a regional tourism authority", _E),
            ("9", "其他", "other", _E),
        ),
    ),
    (
        "7",
        "宗教",
        "religious affairs",
        (
            ("1", "宗教活动场所", "place of worship", _S),
            ("2", "宗教院校", "religious college", _S),
            ("9", "其他", "other", _S),
        ),
    ),
    ("8", "工会", "trade unions", (("1", "基层工会", "local trade union", _S), ("9", "其他", "other", _S))),
    (
        "9",
        "市场监管（工商）",
        "market regulation",
        (
            ("1", "企业", "enterprise", _E),
            ("2", "个体工商户", "individual business", _E),
            ("3", "农民专业合作社", "farmers' cooperative", _E),
            ("9", "其他", "other", _E),
        ),
    ),
    (
        "A",
        "中央军委改革和编制办公室",
        "military staffing",
        (("1", "军队事业单位", "military public institution", _P), ("9", "其他", "other", _P)),
    ),
    (
        "N",
        "农业",
        "agriculture",
        (
            ("1", "组级集体经济组织", "collective economic organisation of a group", _E),
            ("2", "村级集体经济组织", "collective economic organisation of a village", _E),
            ("3", "乡镇级集体经济组织", "collective economic organisation of a township", _E),
            ("9", "其他", "other", _E),
        ),
    ),
    ("Y", "其他", "other", (("1", "其他", "other", _E),)),
)

#: Every registering department and type of body, by the two characters that begin a code.
REGISTRARS: dict[str, Registrar] = {
    department + body: Registrar(department + body, department_zh, department_en, body_zh, body_en, kind)
    for department, department_zh, department_en, bodies in _DEPARTMENTS
    for body, body_zh, body_en, kind in bodies
}

#: The two characters that begin the code of an individual business (个体工商户).
INDIVIDUAL_BUSINESS = "92"

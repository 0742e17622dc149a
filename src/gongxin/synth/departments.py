"""The invented city's departments: who hands in what. Their codes are sound and belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass

from gongxin.subjects.identifiers import uscc
from gongxin.synth.places import CITY_CODE


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the city; ``short`` is how document numbers abbreviate it."""

    id: str
    name: str
    short: str
    code: str


_NAMES = (
    ("market", "云泽市市场监督管理局", "云市监"),
    ("environment", "云泽市生态环境局", "云环"),
    ("work-safety", "云泽市应急管理局", "云应急"),
    ("transport", "云泽市交通运输局", "云交"),
    ("tax", "云泽市税务局", "云税"),
    ("labour", "云泽市人力资源和社会保障局", "云人社"),
    ("health", "云泽市卫生健康委员会", "云卫"),
    ("housing", "云泽市住房和城乡建设局", "云建"),
    ("fire", "云泽市消防救援支队", "云消"),
    ("court", "云泽市中级人民法院", "云法"),
    ("civil-affairs", "云泽市民政局", "云民"),
    ("staffing", "云泽市委机构编制委员会办公室", "云编"),
    ("planning", "云泽市发展和改革委员会", "云发改"),
    ("customs", "云泽海关", "云关"),
    ("urban", "云泽市综合行政执法局", "云综执"),
)

DEPARTMENTS: dict[str, Department] = {
    id_: Department(id_, name, short, uscc.make("11", CITY_CODE, f"{number:08d}"))
    for number, (id_, name, short) in enumerate(_NAMES, start=1)
}


def name_sql(column: str) -> str:
    """The name of the department whose id stands in a column, in SQL."""
    return _of(column, {department.id: department.name for department in DEPARTMENTS.values()})


def code_sql(column: str) -> str:
    """The code of the department whose id stands in a column, in SQL."""
    return _of(column, {department.id: department.code for department in DEPARTMENTS.values()})


def short_sql(column: str) -> str:
    """The abbreviation of the department whose id stands in a column, in SQL."""
    return _of(column, {department.id: department.short for department in DEPARTMENTS.values()})


def _of(column: str, texts: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{id_}' THEN '{text}'" for id_, text in texts.items())
    return f"CASE {column} {cases} END"

"""Who lives and works in the invented city: the table ``party``, a row a subject of any of the five kinds.

Organisations have sound codes under the invented region, natural persons identity numbers of it. Each party has a
``conduct``, drawn as often as grades were given in 2018 (Zhejiang's first evaluation: 优秀, 良好, 中等, 较差 by kind of
subject); what is recorded about it follows from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.subjects.identifiers import org_code, resident_id, uscc
from gongxin.subjects.sql_text import literal
from gongxin.synth.departments import DEPARTMENTS
from gongxin.synth.invented_names import former_name, organisation_name, organisation_region, person_name
from gongxin.synth.places import CITY_CODE, DISTRICTS, STREETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import duckdb

    from gongxin.synth.draws import Draws

#: What stands in the place of the two characters that begin an organisation's code, for a natural person.
PERSON = "person"

#: How the subjects of a thousand divide, by the two characters that begin their codes.
_SHARES = {"91": 520, "92": 300, "93": 20, "51": 20, "52": 22, "53": 3, "12": 25, "11": 10, PERSON: 80}

#: At least so many of each; the bodies of government take in the departments themselves.
_LEAST = dict.fromkeys(_SHARES, 3) | {"11": len(DEPARTMENTS) + 1}

#: The fewest subjects that make a city with every kind of body in it.
LEAST_SUBJECTS = 100

#: Of a thousand subjects, how many conduct themselves how: the published shares of 2018.
_ENTERPRISE = {"exemplary": 23, "sound": 764, "lapsing": 200, "bad": 13}
_SOCIAL = {"exemplary": 25, "sound": 363, "lapsing": 522, "bad": 90}
_INSTITUTION = {"exemplary": 476, "sound": 517, "lapsing": 7}
_GOVERNMENT = {"exemplary": 54, "sound": 932, "lapsing": 5, "bad": 9}
_PERSON = {"exemplary": 0, "sound": 979, "lapsing": 21}
_CONDUCT = {
    **dict.fromkeys(("91", "92", "93"), _ENTERPRISE),
    **dict.fromkeys(("51", "52", "53"), _SOCIAL),
    "12": _INSTITUTION,
    "11": _GOVERNMENT,
    PERSON: _PERSON,
}

_INDUSTRIES = {"C": 25, "F": 30, "H": 12, "E": 8, "G": 6, "I": 6, "L": 6, "O": 7}
_SCALES = {"微型": 70, "小型": 22, "中型": 6, "大型": 2}


@dataclass(frozen=True, slots=True)
class Group:
    """Parties of one registrar: numbers ``first`` to ``first + count - 1``."""

    registrar: str
    first: int
    count: int


def groups(subjects: int) -> tuple[Group, ...]:
    """How so many subjects divide among the registrars; :class:`UsageError` if they are too few."""
    if subjects < LEAST_SUBJECTS:
        raise UsageError(
            "too-few-subjects",
            zh=f"至少需要 {LEAST_SUBJECTS} 个主体才能凑齐五类主体；请增大 --subjects",
            en=f"it takes {LEAST_SUBJECTS} subjects to have all five kinds among them; raise --subjects",
            where=str(subjects),
        )
    return tuple(_divided(subjects))


def _divided(subjects: int) -> Iterator[Group]:
    rare = {code: max(_LEAST[code], subjects * share // 1000) for code, share in _SHARES.items() if code != "91"}
    first = 0
    for code, count in {"91": subjects - sum(rare.values()), **rare}.items():
        yield Group(code, first, count)
        first += count


def create_parties(connection: duckdb.DuckDBPyConnection, draws: Draws, subjects: int, as_of: date) -> None:
    """Make the table ``party``; see :func:`_finished` for its columns."""
    parts = " UNION ALL BY NAME ".join(
        _person(group, draws) if group.registrar == PERSON else _organisation(group, draws)
        for group in groups(subjects)
    )
    connection.execute(f"CREATE OR REPLACE TABLE party AS {_finished(parts, draws, as_of)}")


def _organisation(group: Group, draws: Draws) -> str:
    """Number, registrar, name, region, and the code without its check characters."""
    registrar = group.registrar
    nth = f"(i - {group.first})"
    scattered = f"({nth} + {draws.offset(f'name/{registrar}', 1_000_000)})"
    name = organisation_name(registrar, scattered)
    region = organisation_region(registrar, scattered)
    entry = _market_entry(draws) if registrar in ("91", "92", "93") else _other_entry(draws)
    if registrar == "11":
        name = f"coalesce({_department_names(nth)}, {name})"
        region = f"CASE WHEN {nth} < {len(DEPARTMENTS)} THEN '{CITY_CODE}' ELSE {region} END"
        entry = f"printf('%08d', {nth} + 1)"
    former = (
        f"CASE WHEN {draws.happens('renamed', 'i', 80)} THEN {former_name(scattered)} END"
        if registrar == "91"
        else "NULL"
    )
    return f"""
        SELECT i, '{registrar}' AS registrar, {name} AS name, CAST({former} AS VARCHAR) AS former_name,
            {region} AS region, {entry} AS entry, CAST(NULL AS VARCHAR) AS id_digits,
            {draws.weighted("conduct", "i", _CONDUCT[registrar])} AS conduct
        FROM range({group.first}, {group.first + group.count}) AS number(i)"""


def _person(group: Group, draws: Draws) -> str:
    return f"""
        SELECT i, '{PERSON}' AS registrar, {person_name(draws, "person", "i")} AS name,
            CAST(NULL AS VARCHAR) AS former_name, CAST(NULL AS VARCHAR) AS entry,
            {_id_digits("person", draws)} AS id_digits, id_digits[1:6] AS region,
            {draws.weighted("conduct", "i", _CONDUCT[PERSON])} AS conduct
        FROM range({group.first}, {group.first + group.count}) AS number(i)"""


def _id_digits(stream: str, draws: Draws) -> str:
    """The first seventeen digits of an identity number of a region that does not exist."""
    home = draws.pick(f"{stream}/home", "i", [district.code for district in DISTRICTS])
    born = draws.day(f"{stream}/born", "i", "DATE '1950-01-01'", "DATE '2005-12-31'")
    sequence = draws.number(f"{stream}/sequence", "i", 1000)
    return f"{home} || strftime({born}, '%Y%m%d') || printf('%03d', {sequence})"


def _finished(parties: str, draws: Draws, as_of: date) -> str:
    """The parties with their codes and numbers, and all that a register says of them."""
    day = f"DATE '{as_of}'"
    established = draws.day("established", "i", "DATE '1996-01-01'", f"{day} - 400")
    # Check characters are worked out over columns, not over the computations behind them.
    return f"""
        SELECT i, registrar, name, former_name, region, conduct,
            code_head || {uscc.check_character_sql("code_head")} AS code, code_head[9:17] AS org_code,
            id_digits || {resident_id.check_character_sql("id_digits")} AS id_number,
            head_digits || {resident_id.check_character_sql("head_digits")} AS head_id,
            {person_name(draws, "head", "i")} AS person_in_charge,
            CASE WHEN registrar <> '{PERSON}' THEN {established} END AS established_on,
            CASE WHEN conduct = 'bad' AND registrar IN ('91', '92') AND {draws.happens("ended", "i", 200)}
                THEN {day} - 30 - {draws.number("ended-on", "i", 300)}::INTEGER END AS ended_on,
            {draws.pick("street", "i", STREETS)} || ({draws.number("house", "i", 400)} + 1) || '号' AS street,
            {draws.weighted("industry", "i", _INDUSTRIES)} AS industry,
            {draws.weighted("scale", "i", _SCALES)} AS scale,
            [10, 20, 50, 100, 200, 500, 1000, 5000][{draws.number("capital", "i", 8)} + 1] AS capital
        FROM (
            SELECT *, {_id_digits("head", draws)} AS head_digits,
                registrar || CASE WHEN registrar IN ('91', '92', '93') THEN region ELSE '{CITY_CODE}' END
                    || entry || {org_code.check_character_sql("entry")} AS code_head
            FROM ({parties})
        )"""


def _market_entry(draws: Draws) -> str:
    """MA and six characters of the code's alphabet, no two parties alike."""
    total = len(uscc.ALPHABET) ** 6
    place = f"((i * 7368787 + {draws.offset('entry', total)}) % {total})"
    signs = " || ".join(f"'{uscc.ALPHABET}'[{place} // {len(uscc.ALPHABET) ** power} % 31 + 1]" for power in range(6))
    return f"'MA' || {signs}"


def _other_entry(draws: Draws) -> str:
    """Eight digits, no two parties alike; the bodies of government have those below ten million."""
    return f"printf('%08d', 10000000 + (i * 7368787 + {draws.offset('entry', 90_000_000)}) % 90000000)"


def _department_names(nth: str) -> str:
    listed = ", ".join(literal(department.name) for department in DEPARTMENTS.values())
    return f"[{listed}][{nth} + 1]"

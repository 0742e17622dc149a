"""Identifiers: what is valid, and that one text and a column of them are judged alike."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import pytest
import stdnum.cn.uscc
import stdnum.lei
from hypothesis import given
from hypothesis import strategies as st

from gongxin.subjects.identifiers import lei, org_code, reg_no, resident_id, uscc
from gongxin.subjects.identifiers.registrars import REGISTRARS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Ask = Callable[[str, Sequence[str | None]], list[object]]


def make_uscc(rng: random.Random) -> str:
    entry = "".join(rng.choices(uscc.ALPHABET, k=8))
    return uscc.make(rng.choice(list(REGISTRARS)), f"{rng.randrange(10**6):06d}", entry)


def make_org_code(rng: random.Random) -> str:
    first = "".join(rng.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=8))
    return first + org_code.check_character(first)


def make_reg_no(rng: random.Random) -> str:
    first = f"{rng.randrange(10**14):014d}"
    return first + reg_no.check_digit(first)


def make_resident_id(rng: random.Random) -> str:
    born = f"{rng.randrange(1890, 2030)}{rng.randrange(1, 13):02d}{rng.randrange(1, 32):02d}"
    first = f"{rng.randrange(110000, 999999)}{born}{rng.randrange(1000):03d}"
    return first + resident_id.check_character(first)


def make_lei(rng: random.Random) -> str:
    first = "".join(rng.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=18))
    return first + lei.check_digits(first)


class Scheme(NamedTuple):
    make: Callable[[random.Random], str]
    is_valid: Callable[[str], bool]
    valid_sql: Callable[[str], str]


SCHEMES = {
    "uscc": Scheme(make_uscc, uscc.is_valid, uscc.valid_sql),
    "org_code": Scheme(make_org_code, org_code.is_valid, org_code.valid_sql),
    "reg_no": Scheme(make_reg_no, reg_no.is_valid, reg_no.valid_sql),
    "resident_id": Scheme(make_resident_id, resident_id.is_valid, resident_id.valid_sql),
    "lei": Scheme(make_lei, lei.is_valid, lei.valid_sql),
}


def spoil(rng: random.Random, code: str) -> str:
    """The code as somebody with haste or fat fingers would have typed it; now and then it stays as it was."""
    place = rng.randrange(len(code))
    other = rng.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ a-Ａ中")
    match rng.randrange(7):
        case 0:
            return code[:place] + other + code[place + 1 :]
        case 1:
            return code[:place] + code[place + 1 :]
        case 2:
            return code[:place] + other + code[place:]
        case 3:
            return code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
        case 4:
            return code.lower()
        case 5:
            return code + rng.choice(["", "\n", " ", "\t", "\0"])
        case _:
            return code


def judge_alike(ask: Ask, scheme: Scheme, count: int) -> None:
    rng = random.Random(32100)
    codes = [spoil(rng, scheme.make(rng)) for _ in range(count)]
    one_by_one = [scheme.is_valid(code) for code in codes]
    in_bulk = ask(scheme.valid_sql("code"), codes)
    assert in_bulk == one_by_one
    assert count // 10 < sum(one_by_one) < count * 9 // 10  # both answers were well tried


@pytest.mark.parametrize("name", SCHEMES)
def test_one_code_and_thousands_are_judged_alike(ask: Ask, name: str) -> None:
    judge_alike(ask, SCHEMES[name], 5_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMES)
def test_one_code_and_a_million_are_judged_alike(ask: Ask, name: str) -> None:
    judge_alike(ask, SCHEMES[name], 1_000_000)


@pytest.mark.parametrize("name", SCHEMES)
def test_no_text_makes_the_bulk_check_fail_and_nothing_stays_nothing(ask: Ask, name: str) -> None:
    odd = [None, "", " ", "X", "中" * 18, "𠮷" * 15, "9" * 300, "\0", "é" * 20, "-" * 9, "١" * 18]
    assert ask(SCHEMES[name].valid_sql("code"), odd) == [None] + [False] * (len(odd) - 1)


@pytest.mark.parametrize("code", ["91110000600037341L", "91350100M000100Y43"])
def test_published_codes_are_valid(code: str) -> None:
    assert uscc.is_valid(code)
    assert org_code.is_valid(code[8:17])


def test_the_placeholder_is_known_and_is_no_code(ask: Ask) -> None:
    assert uscc.is_placeholder("00000000000000000X")
    assert not uscc.is_valid("00000000000000000X")
    assert ask(uscc.placeholder_sql("code"), ["00000000000000000X", make_uscc(random.Random(1))]) == [
        True,
        False,
    ]


def test_eighteen_noughts_pass_the_sum_and_are_still_no_code() -> None:
    assert uscc.check_character("0" * 17) == "0"
    assert not uscc.is_valid("0" * 18)


def test_where_a_digit_stands_in_front_stdnum_agrees_on_every_code_of_a_known_registrar() -> None:
    rng = random.Random(2)
    for _ in range(2_000):
        code = spoil(rng, make_uscc(rng)).upper()
        if code[:2] in REGISTRARS and code[0].isdigit() and len(code) == 18 and code[16] in "0123456789X":
            assert uscc.is_valid(code) == stdnum.cn.uscc.is_valid(code) or " " in code or "-" in code


def test_stdnum_refuses_the_military_and_village_codes_that_the_standard_has() -> None:
    village = uscc.make("N2", "990101", "12345678")
    assert uscc.is_valid(village)
    assert not stdnum.cn.uscc.is_valid(village)


def test_stdnum_calls_a_lei_of_any_length_valid_and_we_do_not() -> None:
    short = "1" + lei.check_digits("1")
    assert stdnum.lei.is_valid(short)
    assert not lei.is_valid(short)


@pytest.mark.parametrize(
    ("registrar", "kind", "individual"),
    [
        ("91", "enterprise", False),
        ("92", "enterprise", True),
        ("93", "enterprise", False),
        ("51", "social_organisation", False),
        ("52", "social_organisation", False),
        ("53", "social_organisation", False),
        ("12", "public_institution", False),
        ("11", "government_body", False),
    ],
)
def test_the_kind_of_subject_follows_from_the_code(ask: Ask, registrar: str, kind: str, individual: bool) -> None:
    code = uscc.make(registrar, "990101", "MA2TEXT0")
    parts = uscc.parse(code)
    assert parts is not None
    assert (parts.kind, parts.individual_business) == (kind, individual)
    assert ask(uscc.kind_sql("code"), [code]) == [kind]
    assert ask(uscc.individual_business_sql("code"), [code]) == [individual]


def test_a_code_comes_apart_into_its_parts(ask: Ask) -> None:
    code = uscc.make("51", "990102", "50012345")
    parts = uscc.parse(code)
    assert parts is not None
    assert (parts.region, parts.org_code) == ("990102", code[8:17])
    assert (parts.registrar.department_zh, parts.registrar.body_zh) == ("民政", "社会团体")
    assert ask(uscc.org_code_sql("code"), [code]) == [parts.org_code]
    assert uscc.parse(code[:-1]) is None


def test_check_characters_are_made_in_bulk_as_one_by_one(ask: Ask) -> None:
    rng = random.Random(3)
    codes = [make_uscc(rng) for _ in range(1_000)]
    firsts = [code[:17] for code in codes]
    assert ask(uscc.check_character_sql("code"), firsts) == [code[17] for code in codes]
    entries = [code[8:16] for code in codes]
    assert ask(org_code.check_character_sql("code"), entries) == [code[16] for code in codes]
    persons = [make_resident_id(rng) for _ in range(1_000)]
    assert ask(resident_id.check_character_sql("code"), [p[:17] for p in persons]) == [p[17] for p in persons]


@given(st.data())
def test_any_one_wrong_character_in_a_code_is_noticed(data: st.DataObject) -> None:
    code = make_uscc(random.Random(data.draw(st.integers(0, 10_000))))
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from(uscc.ALPHABET))
    wrong = code[:place] + other + code[place + 1 :]
    assert uscc.is_valid(wrong) == (wrong == code)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_identity_numbers_printed_in_the_standard_are_valid(number: str) -> None:
    assert resident_id.is_valid(number)


def test_an_identity_number_with_no_such_day_of_birth_is_none() -> None:
    first = "99010119900230001"
    assert not resident_id.is_valid(first + resident_id.check_character(first))


def test_a_registration_number_with_two_digits_swapped_is_noticed() -> None:
    assert reg_no.is_valid("110108000000016")
    assert not reg_no.is_valid("110180000000016")

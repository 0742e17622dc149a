"""Dirt in who it is about: codes mistyped, names of yesterday, records put under somebody else's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.identifiers import uscc
from gongxin.subjects.kinds import SubjectKind
from gongxin.synth.dirt.kinds import Dirt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.schema.catalogue import CatalogueItem

_FULL_WIDTH = "０１２３４５６７８９"


def dirt(item: CatalogueItem, fields: frozenset[str]) -> Iterator[Dirt]:
    """Dirt in the fields that name the subject of an item."""
    code, name = item.subject.code, item.subject.name
    assert name is not None, f"the item {item.id} names its subjects"
    org_code = next((f.id for f in item.fields if f.type is FieldType.ORG_CODE and f.id in fields), None)
    yield from _code(code)
    yield from _placeholder(code, org_code)
    yield from _swapped(code, name)
    if not item.subject.identity:
        yield from _name(code, name)
        yield from _whose(code, name, org_code)
    if item.subject.person_id is not None and item.subject.person_id in fields:
        yield from _persons(item.subject.person_id)
    elif SubjectKind.NATURAL_PERSON not in item.kinds:
        yield _person_not_admitted(code, name)


def _code(code: str) -> Iterator[Dirt]:
    organisation = f"{code} IS NOT NULL"
    yield Dirt(
        id="code-full-width",
        outcome="accepted",
        sets={code: f"translate({code}, '0123456789', '{_FULL_WIDTH}')"},
        when=organisation,
        zh="代码用全角数字书写",
        en="the code is written in full-width digits",
    )
    yield Dirt(
        id="code-spaced",
        outcome="accepted",
        sets={code: f"' ' || lower({code}[1:8]) || ' ' || lower({code}[9:]) || ' '"},
        when=organisation,
        zh="代码中有空格和小写字母",
        en="the code has spaces and small letters in it",
    )
    yield Dirt(
        id="code-check",
        outcome="rejected",
        rules=("uscc-check",),
        sets={code: f"{code}[1:17] || CASE {code}[18] WHEN 'A' THEN 'B' ELSE 'A' END"},
        when=organisation,
        zh="代码校验码错误",
        en="the check character of the code is wrong",
    )
    yield Dirt(
        id="code-short",
        outcome="rejected",
        rules=("uscc-check",),
        sets={code: f"{code}[1:17]"},
        when=organisation,
        zh="代码少一位",
        en="the code is one character short",
    )


def _placeholder(code: str, org_code: str | None) -> Iterator[Dirt]:
    """No code at all, with and without another number by which the subject can be known."""
    yield Dirt(
        id="code-placeholder",
        outcome="rejected",
        sets={code: f"'{uscc.PLACEHOLDER}'"} | ({org_code: "''"} if org_code else {}),
        when=f"{code} IS NOT NULL",
        zh="以十七个 0 加 X 代替代码",
        en="seventeen noughts and an X stand in the place of the code",
    )
    if org_code is not None:
        yield Dirt(
            id="code-placeholder-registered",
            outcome="accepted",
            rules=("org-code-resolved",),
            sets={code: f"'{uscc.PLACEHOLDER}'"},
            when=f"{code} IS NOT NULL AND party.registered",
            zh="没有统一代码，但有已登记主体的组织机构代码",
            en="no unified code, but the organisation code of a registered subject",
        )
        yield Dirt(
            id="code-placeholder-unregistered",
            outcome="rejected",
            rules=("org-code-unknown",),
            sets={code: f"'{uscc.PLACEHOLDER}'", org_code: "abroad.org_code"},
            when=f"{code} IS NOT NULL",
            zh="没有统一代码，组织机构代码也查无登记",
            en="no unified code, and an organisation code that is registered nowhere",
        )


def _swapped(code: str, name: str) -> Iterator[Dirt]:
    yield Dirt(
        id="code-and-name-swapped",
        outcome="rejected",
        rules=("uscc-check",),
        sets={code: name, name: code},
        when=f"{code} IS NOT NULL",
        zh="名称和代码两列互换",
        en="name and code stand in each other's column",
    )


def _name(code: str, name: str) -> Iterator[Dirt]:
    company = f"{code} IS NOT NULL AND contains({name}, '有限公司')"
    yield Dirt(
        id="name-longer-form",
        outcome="accepted",
        sets={name: f"replace({name}, '有限公司', '有限责任公司')"},
        when=f"{company} AND NOT contains({name}, '股份')",
        zh="“有限公司”写作“有限责任公司”",
        en="the longer word for the same legal form",
    )
    yield Dirt(
        id="name-brackets-and-spaces",
        outcome="accepted",
        sets={name: f"' ' || {name}[1:3] || ' (' || {name}[4:] || ')　'"},
        when=f"{code} IS NOT NULL",
        zh="名称中夹有空格和括号",
        en="spaces and brackets in the name",
    )
    yield Dirt(
        id="name-former",
        outcome="accepted",
        sets={name: "party.former_name"},
        when="party.former_name IS NOT NULL AND party.registered",
        zh="以曾用名报送",
        en="handed in under a former name",
    )


def _whose(code: str, name: str, org_code: str | None) -> Iterator[Dirt]:
    under_other = {code: "other.code"} | ({org_code: "other.org_code"} if org_code else {})
    yield Dirt(
        id="misattributed",
        outcome="held",
        rules=("name-not-of-code",),
        sets=under_other,
        when="party.registrar = '91' AND party.registered AND other.i <> party.i",
        zh="名称是一家企业，代码却是另一家的（误记）",
        en="one firm's name under another firm's code",
    )
    from_abroad = {code: "abroad.code", name: "abroad.name"} | ({org_code: "abroad.org_code"} if org_code else {})
    yield Dirt(
        id="region-unknown",
        outcome="accepted",
        rules=("not-registered",),
        sets=from_abroad,
        when="party.registrar = '91'",
        zh="代码有效，但其中的行政区划不存在，登记库中也没有该企业",
        en="the code is sound, but its region does not exist, and the firm is registered nowhere",
    )


def _persons(person_id: str) -> Iterator[Dirt]:
    person = f"{person_id} IS NOT NULL"
    yield Dirt(
        id="person-without-number",
        outcome="rejected",
        rules=("required-here",),
        sets={person_id: "''"},
        when=person,
        zh="自然人没有证件号码",
        en="a natural person without an identity number",
    )
    yield Dirt(
        id="person-number-check",
        outcome="rejected",
        rules=("person-id-check",),
        sets={person_id: f"{person_id}[1:17] || CASE {person_id}[18] WHEN '1' THEN '2' ELSE '1' END"},
        when=person,
        zh="身份证号校验码错误",
        en="the check character of the identity number is wrong",
    )
    yield Dirt(
        id="person-number-small-x",
        outcome="accepted",
        sets={person_id: f"lower({person_id})"},
        when=person,
        zh="身份证号末位用小写字母",
        en="the identity number ends in a small letter",
    )


def _person_not_admitted(code: str, name: str) -> Dirt:
    return Dirt(
        id="person-not-admitted",
        outcome="rejected",
        sets={code: "party.head_id", name: "party.person_in_charge"},
        when=f"party.head_id IS NOT NULL AND NOT {uscc.valid_sql('party.head_id')}",
        zh="不收自然人的事项中报送了自然人，身份证号填在代码栏",
        en="a natural person in an item that admits none, with the identity number in the place of the code",
    )

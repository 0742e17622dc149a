"""The catalogue: what may be recorded about whom, by which law, in which fields."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gongxin.law.columns import COLUMNS
from gongxin.law.officials import seems_official
from gongxin.law.schema.basics import Citation, Duration, Entry, Expression, Id, InForce, Node, Number, Text, broken
from gongxin.subjects.kinds import SubjectKind


class Nature(StrEnum):
    """What a record of the item does to its subject's standing."""

    IDENTITY = "identity"
    NEUTRAL = "neutral"
    FAVOURABLE = "favourable"
    ADVERSE = "adverse"


class FieldType(StrEnum):
    """How a field's text is read and checked."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    INTEGER = "integer"
    CODE = "code"  # one value of a code list
    CODES = "codes"  # several values of a code list, joined
    NUMBERS = "numbers"  # numbers met in a text, e.g. of violations; become list codes
    NAME = "name"
    USCC = "uscc"
    ORG_CODE = "org_code"
    REG_NO = "reg_no"
    PERSON_ID = "person_id"
    REGION = "region"


class DateSpelling(StrEnum):
    """How the dates of a field are written, beside the year-first dates (Chinese, ISO) that every date field takes.

    ``YEAR`` is a year alone: it is read as 31 December with a note, so that a question as of a day within that year
    never counts what may not have happened yet.
    """

    MDY = "mdy"  # 10/31/2014, United States
    DMY = "dmy"  # 31/10/2014, most of Europe
    YEAR = "year"  # 2014


class Unit(StrEnum):
    """The unit a sum of money is handed in with; the ledger keeps yuan."""

    YUAN = "yuan"
    WAN_YUAN = "wan_yuan"


class When(Node):
    """A requirement that holds under a condition only."""

    when: Expression


class CatalogueField(Node):
    """One field of an item: how departments call it, how it is read, what it must satisfy.

    ``codes`` are the national field codes, the current one first and older aliases after it; ``headings`` the Chinese
    (or foreign) column headings. ``personal`` says what happens to personal data: ``digest`` keeps a keyed digest
    only, ``drop`` keeps nothing. ``pattern`` must match the whole of a value that is given. ``official: true`` marks a
    field that tells who the official was: it is kept, and no rule or model may read it. A field whose names sound like
    that has to say whether it is so.
    """

    id: Id
    title: Text
    codes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    type: FieldType = FieldType.TEXT
    column: str | None = None
    unit: Unit | None = None
    date_spelling: DateSpelling | None = None
    max_length: Annotated[int, Field(gt=0)] | None = None
    pattern: Annotated[str | None, Field(description="regular expression a value must match as a whole")] = None
    required: bool | When = False
    values: Id | None = None
    not_future: bool = False
    personal: Literal["digest", "drop"] | None = None
    official: bool | None = None
    extract: Annotated[str | None, Field(description="regular expression whose first group is each number found")] = (
        None
    )
    note: Text | None = None

    @model_validator(mode="after")
    def _coherent(self) -> CatalogueField:
        if self.column is not None and (self.column not in COLUMNS or not COLUMNS[self.column].from_field):
            known = ", ".join(name for name, column in COLUMNS.items() if column.from_field)
            raise broken(
                "unknown-column",
                zh=f"字段不能填入列 {self.column!r}；可选：{known}",
                en=f"column {self.column!r} is none that a field can feed; choose one of {known}",
            )
        if (self.type in (FieldType.CODE, FieldType.CODES)) != (self.values is not None):
            raise broken(
                "code-list-missing",
                zh="code 或 codes 类型的字段须在 'values' 中写明代码表，其他类型不写",
                en="a field of type code or codes names its code list in 'values', and no other field does",
            )
        if (self.type is FieldType.AMOUNT) != (self.unit is not None):
            raise broken(
                "unit-missing",
                zh="amount 类型的字段须写明 'unit'（yuan 元或 wan_yuan 万元），其他类型不写",
                en="a field of type amount says its 'unit' (yuan or wan_yuan), and no other field does",
            )
        if self.date_spelling is not None and self.type is not FieldType.DATE:
            raise broken(
                "date-spelling-without-date",
                zh="'date_spelling' 说明日期写法，只用于 'type: date' 的字段",
                en="'date_spelling' tells how a date is written: give the field 'type: date'",
            )
        if self.type is FieldType.PERSON_ID and self.personal is None:
            raise broken(
                "personal-undeclared",
                zh="身份证件号码属个人信息；请写 'personal: digest'（只存摘要）或 'personal: drop'（不存）",
                en="an identity number is personal: say 'personal: digest' or 'personal: drop'",
            )
        if self.official is None and seems_official([self.id, self.title.zh, self.title.en, *self.headings]):
            raise broken(
                "official-unsaid",
                zh="该字段似乎说明经办人员是谁；请写 'official: true'（规则和模型不得读取），"
                "若并非如此，请写 'official: false'",
                en="this field seems to tell who the official was: say 'official: true' (no rule or model may then "
                "read it), or 'official: false' if it does not",
            )
        if self.official and self.column is not None:
            raise broken(
                "official-in-a-column",
                zh="说明经办人员是谁的字段（official: true）不能填入规则可读的列；请删去 'column'",
                en="a field that tells who the official was (official: true) may not feed a column that rules read; "
                "take out 'column'",
            )
        return self


class SubjectOf(Node):
    """How a row of the item names its subject.

    ``scheme`` is the kind of identifier (``uscc``, or one a pack brings, such as ``chicago.licence``); ``code`` and
    ``name`` the fields that hold it. ``prefix`` goes before the identifier to form the subject's id where the bare
    number could be mistaken for another scheme's. ``category`` names the field that tells persons from organisations,
    ``person_id`` the field with a natural person's identity number.
    ``kind`` fixes the subject kind where the identifier does not tell it. ``identity`` is true where the item itself
    registers the subject (its names are then the measure for others), and not where it only mentions it.
    """

    scheme: Id
    code: Id
    name: Id | None = None
    prefix: str = ""
    kind: SubjectKind | None = None
    category: Id | None = None
    person_id: Id | None = None
    identity: bool = False


class Registration(Node):
    """Fields of an item that registers subjects, by what the subject table keeps."""

    former_names: Id | None = None
    industry: Id | None = None
    region: Id | None = None
    status: Id | None = None
    established_on: Id | None = None
    ended_on: Id | None = None
    address: Id | None = None
    person_in_charge: Id | None = None
    scale: Id | None = None


class Reporting(Node):
    """The term within which a record must be handed in, counted from a date field; late ones are marked."""

    within: Duration
    from_: Annotated[Id, Field(alias="from")]
    cite: Citation


class Expectations(Node):
    """What is usual for one source of this item; a file far outside it is stopped and asked about.

    Settings of the platform, not law: shares of the median of the source's earlier batches, once there are
    ``after_batches`` of them.
    """

    after_batches: Annotated[int, Field(ge=1)] = 3
    fewer_than_share: Number
    more_than_times: Number
    new_subject_share: Number


class Persons(Node):
    """What admits natural persons to an item: a statute or their consent. Without it their rows are rejected."""

    admitted_by: Literal["statute", "consent"]
    cite: Citation


class CatalogueItem(Entry):
    """One kind of fact that may be recorded, with the law behind it."""

    catalogue_class: Id
    nature: Nature
    kinds: Annotated[tuple[SubjectKind, ...], Field(min_length=1)]
    in_force: InForce
    cite: Citation
    persons: Persons | None = None
    subject: SubjectOf
    registration: Registration | None = None
    key: Annotated[tuple[Id, ...], Field(min_length=1, description="fields that make the natural key")]
    key_repeats: Annotated[
        bool, Field(description="rows of one file with the same key are different facts, told apart by their order")
    ] = False
    fields: Annotated[tuple[CatalogueField, ...], Field(min_length=1)]
    ignore: Annotated[tuple[str, ...], Field(description="headings met in the wild and left out knowingly")] = ()
    date_order: Annotated[tuple[tuple[Id, Id], ...], Field(description="pairs: earlier, later")] = ()
    reporting: Reporting | None = None
    no_penalty_when: Expression | None = None
    expectations: Expectations | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _coherent(self) -> CatalogueItem:
        ids = [field.id for field in self.fields]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            raise broken(
                "field-twice", zh=f"字段 {twice!r} 重复；请删去一个", en=f"field {twice!r} is there twice; remove one"
            )
        named = [*self.key, self.subject.code, *(name for pair in self.date_order for name in pair)]
        named += [n for n in (self.subject.name, self.subject.category, self.subject.person_id) if n is not None]
        if self.reporting is not None:
            named.append(self.reporting.from_)
        if self.registration is not None:
            named += [n for n in self.registration.model_dump().values() if n is not None]
        for name in named:
            if name not in ids:
                raise broken(
                    "unknown-field",
                    zh=f"没有字段 {name!r}；本事项的字段有 {'、'.join(ids)}",
                    en=f"no field {name!r}; the item's fields are {', '.join(ids)}",
                )
        if SubjectKind.NATURAL_PERSON in self.kinds and self.persons is None:
            raise broken(
                "persons-without-statute",
                zh="自然人信息须有法律依据或本人同意；请加 'persons' 并写明依据，或从 'kinds' 中删去自然人",
                en="natural persons are admitted by statute or consent only: "
                "add 'persons' with its citation, or take them out of 'kinds'",
            )
        if self.nature is Nature.ADVERSE and self.cite.article is None:
            raise broken(
                "adverse-without-article",
                zh="不利信息须写明法律依据的条款；请在 'cite' 中加 'article'",
                en="an adverse item names the article that allows it: add 'article' to its 'cite'",
            )
        return self

    def field(self, field_id: str) -> CatalogueField:
        """The field of that id."""
        return next(field for field in self.fields if field.id == field_id)


class CodeListValue(Node):
    """One value of a code list; ``aliases`` are other spellings met in files, as is the Chinese title.

    Of a value that is ``named``, a cell says which one is meant after a dash, a colon or in brackets: 其他-责令改正.
    """

    code: Annotated[str, Field(pattern=r"^\S+$")]
    title: Text
    aliases: tuple[str, ...] = ()
    named: bool = False


class CodeList(Entry):
    """A closed list of values, with the article that closes it."""

    cite: Citation
    joiners: Annotated[str, Field(description="characters that separate several values in one cell")] = ";；,，、&"
    open: Annotated[bool, Field(description="whether values outside the list are kept, with a note")] = False
    values: Annotated[tuple[CodeListValue, ...], Field(min_length=1)]


class FieldNames(Node):
    """Further names under which departments hand in a field."""

    field: Id
    codes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


class ItemExtension(Node):
    """What a narrower pack adds to an item of a wider one, which otherwise stays as it is.

    It can add names, fields and headings to leave out; it cannot change what the wider pack requires or allows.
    """

    item: Id
    cite: Citation | None = None
    names: tuple[FieldNames, ...] = ()
    fields: tuple[CatalogueField, ...] = ()
    ignore: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fields_by_law(self) -> ItemExtension:
        if self.fields and self.cite is None:
            raise broken(
                "fields-without-cite",
                zh="增加字段须有依据；请加 'cite'",
                en="added fields need the rule that asks for them: add 'cite'",
            )
        return self


class ValueNames(Node):
    """Further spellings of a value of a code list."""

    code: str
    aliases: Annotated[tuple[str, ...], Field(min_length=1)]


class CodeListExtension(Node):
    """What a narrower pack adds to a code list of a wider one: spellings, and values with the article behind them."""

    code_list: Id
    cite: Citation | None = None
    names: tuple[ValueNames, ...] = ()
    values: tuple[CodeListValue, ...] = ()

    @model_validator(mode="after")
    def _values_by_law(self) -> CodeListExtension:
        if self.values and self.cite is None:
            raise broken(
                "values-without-cite",
                zh="增加代码须有依据；请加 'cite'",
                en="added values need the rule that knows them: add 'cite'",
            )
        return self


class CatalogueFile(Node):
    """A file under ``catalogue/``: items, code lists, and what is added to those of wider packs."""

    items: tuple[CatalogueItem, ...] = ()
    code_lists: tuple[CodeList, ...] = ()
    item_extensions: tuple[ItemExtension, ...] = ()
    code_list_extensions: tuple[CodeListExtension, ...] = ()

"""Which way of reading a field's type calls for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise import amounts, code_lists, dates, identifiers, numbers, texts
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.intake.normalise.reading import Reading
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField

_WAYS: dict[FieldType, Callable[[CatalogueField], Reading]] = {
    FieldType.TEXT: texts.reading,
    FieldType.NAME: texts.reading,
    FieldType.DATE: dates.reading,
    FieldType.AMOUNT: amounts.reading,
    FieldType.NUMBER: numbers.reading,
    FieldType.INTEGER: numbers.reading,
    FieldType.NUMBERS: code_lists.numbers_met,
    FieldType.USCC: identifiers.reading,
    FieldType.ORG_CODE: identifiers.reading,
    FieldType.REG_NO: identifiers.reading,
    FieldType.PERSON_ID: identifiers.reading,
    FieldType.REGION: identifiers.reading,
}


def reading_of(field: CatalogueField, law: Law) -> Reading:
    """How the field is read."""
    if field.values is None:
        return _WAYS[field.type](field)
    code_list = law.code_list(field.values)
    several = field.type is FieldType.CODES
    return code_lists.several_codes(field, code_list) if several else code_lists.one_code(field, code_list)

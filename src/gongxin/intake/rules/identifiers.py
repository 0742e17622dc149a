"""Codes that carry a check character: does it fit?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.rules.form import shown
from gongxin.intake.staging import Outcome, Remark, typed
from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.identifiers import org_code, reg_no, resident_id, uscc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

#: The rule that a code of each type breaks, and the check that finds it.
_CHECKED: dict[FieldType, tuple[str, Callable[[str], str]]] = {
    FieldType.USCC: ("uscc-check", uscc.valid_sql),
    FieldType.ORG_CODE: ("org-code-check", org_code.valid_sql),
    FieldType.REG_NO: ("reg-no-check", reg_no.valid_sql),
}

#: Written like the number of an identity card. Numbers of passports and other papers have no check we know.
_CARD_NUMBER = "'[0-9]{17}[0-9X]'"


def remarks(item: CatalogueItem) -> Iterator[Remark]:
    """Remarks on codes whose check character is wrong."""
    for field in item.fields:
        if field.type in _CHECKED:
            rule, valid_sql = _CHECKED[field.type]
            wrong = f"NOT {valid_sql(typed(field.id))}"
            yield Remark.where(wrong, rule, field.id, Outcome.REJECTED, value=shown(field))
        elif field.type is FieldType.PERSON_ID:
            yield Remark.where(_wrong_card(field), "person-id-check", field.id, Outcome.REJECTED)


def _wrong_card(field: CatalogueField) -> str:
    number = typed(field.id)
    return f"regexp_full_match({number}, {_CARD_NUMBER}) AND NOT {resident_id.valid_sql(number)}"

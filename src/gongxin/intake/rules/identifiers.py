"""Codes that carry a check character: does it fit?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.identity import SUBJECT_CODE, SUBJECT_ORG_CODE, SUBJECT_PERSON
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
    """Remarks on codes whose check character is wrong, and on two codes that contradict each other."""
    yield from _disagreeing(item)
    for field in item.fields:
        if field.type in _CHECKED:
            rule, valid_sql = _CHECKED[field.type]
            wrong = f"NOT {valid_sql(typed(field.id))}"
            if field.type is FieldType.USCC:
                wrong = f"{wrong} AND NOT {uscc.placeholder_sql(typed(field.id))}"
            elif field.type is FieldType.ORG_CODE:
                # Nearly always it is the one inside the unified code, and that has been checked.
                wrong = f"{typed(field.id)} IS DISTINCT FROM {uscc.org_code_sql(SUBJECT_CODE)} AND {wrong}"
            yield Remark.where(wrong, rule, field.id, Outcome.REJECTED, value=shown(field))
        elif field.type is FieldType.PERSON_ID:
            yield Remark.where(_wrong_card(field), "person-id-check", field.id, Outcome.REJECTED)


def _disagreeing(item: CatalogueItem) -> Iterator[Remark]:
    """An organisation code that is not the one inside the unified code names another body."""
    field = item.field(item.subject.code)
    if field.type is not FieldType.USCC:
        return
    other = f"{SUBJECT_ORG_CODE} <> {uscc.org_code_sql(SUBJECT_CODE)}"
    both_valid = f"{org_code.valid_sql(SUBJECT_ORG_CODE)} AND {uscc.valid_sql(SUBJECT_CODE)}"
    yield Remark.where(
        f"NOT {SUBJECT_PERSON} AND {other} AND {both_valid}",
        "codes-disagree",
        field.id,
        Outcome.REJECTED,
        value=shown(field),
        detail=SUBJECT_ORG_CODE,
    )


def _wrong_card(field: CatalogueField) -> str:
    number = typed(field.id)
    return f"regexp_full_match({number}, {_CARD_NUMBER}) AND NOT {resident_id.valid_sql(number)}"

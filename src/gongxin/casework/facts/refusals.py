"""The refusal of an effect that the catalogue does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.intake.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.law.schema.catalogue import CatalogueItem


def refuse_if_any(item: CatalogueItem, case_no: str, refused: Iterable[tuple[str | None, str]]) -> None:
    """Raise ``effect-refused`` with the sentences of the catalogue's rules, if there are any to say."""
    said = [message(rule, None if field is None else item.field(field)) for field, rule in refused]
    if said:
        raise UsageError(
            "effect-refused",
            zh=f"决定不能写入“{item.title.zh}”记录：{''.join(one.zh for one in said)}",
            en=f"The decision cannot become a record of '{item.title.en}': {' '.join(one.en for one in said)}",
            where=case_no,
        )

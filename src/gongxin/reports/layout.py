"""The sections of a credit report: their order, their titles, and which records stand in which.

Order and titles follow reports made to the national standard of public credit reports (2022 edition) as programs that
read them describe it; the standard itself was not at hand. Professional titles (职称和职业资格) belong to reports on
persons and are left out until such records may be kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Text
from gongxin.law.schema.pack import Level

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueItem


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for records: of catalogue classes, and of single items that come first or from a class elsewhere."""

    id: str
    title: Text
    classes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


IDENTITY = Slot("identity", Text(zh="基本信息", en="Basic information"), classes=("registration",))
EVALUATION = Slot("evaluation", Text(zh="信用评价", en="Evaluation of credit"), classes=("evaluations",))
OTHER = Slot("other", Text(zh="其他信息", en="Other information"))
ADVICE = Slot("advice", Text(zh="信用状况提升建议", en="How to improve one's standing"))
LOCAL = Slot("local", Text(zh="地方补充内容", en="Local supplement"))

#: All sections in their order.
SECTIONS: tuple[Slot, ...] = (
    IDENTITY,
    Slot(
        "administration",
        Text(zh="行政管理", en="Administrative records"),
        classes=("administration",),
        items=("cn.licence", "cn.penalty", "cn.inspection"),
    ),
    Slot("honours", Text(zh="诚实守信", en="Honesty and trustworthiness"), classes=("honours",)),
    Slot(
        "serious",
        Text(zh="严重失信", en="Serious dishonesty"),
        classes=("serious-lists",),
        items=("cn.debtor",),
    ),
    Slot("abnormal", Text(zh="经营异常", en="Abnormal operation"), classes=("abnormal-lists",)),
    Slot("commitments", Text(zh="信用承诺", en="Commitments"), classes=("commitments",)),
    EVALUATION,
    Slot("judgments", Text(zh="司法判决", en="Judgments of courts"), classes=("judgments",)),
    OTHER,
    ADVICE,
    LOCAL,
)


def slot_of(item: CatalogueItem, level: Level) -> Slot:
    """The section in which an item's records stand; ``level`` is that of the pack that brings the item.

    What no section claims is a local supplement if a province, city or sector brings it, and otherwise "other".
    """
    for slot in SECTIONS:
        if item.id in slot.items:
            return slot
    for slot in SECTIONS:
        if item.catalogue_class in slot.classes:
            return slot
    return OTHER if level is Level.NATION else LOCAL

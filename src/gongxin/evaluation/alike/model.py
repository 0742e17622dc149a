"""A model as it is needed to evaluate many by few."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.evaluation.alike.telling import CannotTellError, telling_of
from gongxin.ledger.tables import RECORD
from gongxin.standing.events_sql import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.evaluation.alike.telling import Telling
    from gongxin.evaluation.sql import CompiledModel


@dataclass(frozen=True, slots=True)
class AlikeModel:
    """A model, and by what it tells records apart, by item."""

    model: CompiledModel
    tellings: Mapping[str, Telling]

    @property
    def columns(self) -> frozenset[str]:
        """The columns of records that it reads."""
        return self.model.words.intersection(RECORD.stored) | {"subject_id", "record_id", "item"}

    @property
    def outcomes(self) -> Mapping[str, bool]:
        """What is asked about what happened to a record, and whether more is than if it did."""
        asked = frozenset().union(*(telling.read for telling in self.tellings.values())).intersection(OUTCOMES)
        whole = frozenset().union(*(telling.columns for telling in self.tellings.values()))
        return {name: name in whole for name in OUTCOMES if name in asked}


@lru_cache(maxsize=8)
def alike_model(model: CompiledModel) -> AlikeModel | None:
    """What is needed to evaluate by ``model`` many by few; None where that cannot be.

    It cannot where a record counts by what else its subject has on file (cycles, reversals), where persons are chosen
    by their consent, or where of two records of one day the one with the later number decides.
    """
    chosen = model.plan.model.consent is not None or not model.record_by_record
    if chosen or "lately" in model.words:
        return None
    try:
        tellings = {item: telling_of(model.narrowed(frozenset({item})).brought, item) for item in model.plan.items}
    except CannotTellError:
        return None
    return AlikeModel(model, tellings)

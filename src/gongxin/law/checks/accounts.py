"""What a statute has its authority count about natural persons is not used to judge them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.tree import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.model import EvaluationModel
    from gongxin.law.yaml_reader import Place


def check_accounts(statutes: Statutes, problems: Problems) -> None:
    """Note each model of credit that reads an item of which a statutory account is made."""
    models = statutes.models.all()
    kept = {
        item: model.value.id
        for model in models
        if model.value.account is not None
        for _, items in _read(model.value)
        for item in items
    }
    for model in models:
        for place, items in _read(model.value) if model.value.account is None else ():
            for position, item in enumerate(items):
                if item in kept:
                    problems.add(
                        "points-feed-a-score",
                        zh=f"事项 {item!r} 属于法定记分（{kept[item]}），不得用于信用评价；请删去",
                        en=f"the item {item!r} belongs to a statutory account ({kept[item]}) and may feed no "
                        "evaluation of credit; take it out",
                        where=model.where(*place, position),
                    )


def _read(model: EvaluationModel) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Every list of items that any part of the model reads, with its place."""
    yield ("requires",), model.requires
    for place, part in parts(model):
        items = getattr(part, "from_", None)
        if isinstance(items, tuple):
            yield (*place, "from"), items

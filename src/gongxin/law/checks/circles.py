"""No model is computed from its own result, or from one that is: only from results of earlier periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.model import Indicator, Presence
from gongxin.law.tree import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.model import EvaluationModel
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place


def check_circles(statutes: Statutes, problems: Problems) -> None:
    """Note each reading of results that leads back to the model itself within one period."""
    owners: dict[str, set[str]] = {}
    for model in statutes.models.all():
        if model.value.results is not None:
            owners.setdefault(model.value.results, set()).add(model.value.id)
    reads: dict[str, set[str]] = {}
    for model in statutes.models.all():
        of_others = {owner for _, items in _at_once(model.value) for item in items for owner in owners.get(item, ())}
        reads.setdefault(model.value.id, set()).update(of_others)
    for model in statutes.models.all():
        for place, items in _at_once(model.value):
            for position, item in enumerate(items):
                if any(_leads_to(model.value.id, owner, reads) for owner in owners.get(item, ())):
                    _note(model, (*place, "from", position), item, problems)


def _at_once(model: EvaluationModel) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The items read by parts of the model that do not keep to earlier periods."""
    for place, part in parts(model):
        if isinstance(part, Indicator | Presence) and not (part.window is not None and part.window.previous):
            yield place, part.from_


def _leads_to(model_id: str, owner: str, reads: Mapping[str, set[str]]) -> bool:
    """Whether a model is, or reads directly or through others, the one of that id."""
    met, waiting = set(), [owner]
    while waiting:
        reader = waiting.pop()
        if reader == model_id:
            return True
        if reader not in met:
            met.add(reader)
            waiting += reads.get(reader, ())
    return False


def _note(model: Placed[EvaluationModel], place: Place, item: str, problems: Problems) -> None:
    problems.add(
        "model-in-a-circle",
        zh=f"模型 {model.value.id!r} 读取 {item!r} 中本模型自己的评价结果，互为前提；"
        "只能读取以前周期的结果：请写 'window: previous period'",
        en=f"the model {model.value.id!r} reads its own results from {item!r}, each resting on the other; "
        "only those of earlier periods may be read: write 'window: previous period'",
        where=model.where(*place),
    )

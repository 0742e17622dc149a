"""What the moves of a flow do to records: that the record can be made, from what the case knows, with an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxin.law.checks.flow_ways import is_known, said_by
from gongxin.law.columns import COLUMNS
from gongxin.law.personal import seems_personal
from gongxin.law.schema.catalogue import Nature
from gongxin.law.schema.procedure import CORRECTIONS, TO_SUBJECT, Effect
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.checks.flow_ways import Ways
    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.law.schema.procedure import Flow, Move, Procedure, RecordEffect
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place

_NAME = re.compile(r"\{([^{}]*)\}")


def names_in(value: str) -> list[str]:
    """The names between braces in the value of an effect."""
    return _NAME.findall(value)


def check_effects(flow: Placed[Flow], ways: Ways, statutes: Statutes, problems: Problems) -> None:
    """Note records that cannot be made, names that no case knows, and personal data that a move would ask for."""
    known = ways.known()
    for place, state, move in ways.moves():
        _check_personal(flow, place, move, problems)
        here = known.get(state.id, frozenset()) | said_by(move)
        for position, effect in enumerate(move.effects):
            within = (*place, "effects", position)
            for inside, name in _needed(effect):
                if not is_known(name, here):
                    _tell_unsaid(flow, (*within, *inside), name, here, problems)
            if effect.item is not None:
                _check_made(flow, within, effect, effect.item, statutes, problems)


def _check_personal(flow: Placed[Flow], place: Place, move: Move, problems: Problems) -> None:
    for key, names in (("gives", move.gives), ("may_give", move.may_give)):
        for position, name in enumerate(names):
            if seems_personal([name]):
                problems.add(
                    "personal-said",
                    zh=f"{name!r} 似乎是自然人的个人信息；办理动作不得索取个人信息，请删去",
                    en=f"{name!r} seems to be personal: no move may ask for what is somebody's own; take it out",
                    where=flow.where(*place, key, position),
                )


def _needed(effect: RecordEffect) -> Iterator[tuple[Place, str]]:
    """The names an effect uses, with their places in it."""
    for key, value in effect.values.items():
        for name in names_in(value):
            yield ("values", key), name
    if effect.also is not None:
        yield ("also",), effect.also
    if effect.effect is Effect.REASSIGNED:
        yield ("effect",), TO_SUBJECT
    if effect.effect is Effect.CORRECTED and not effect.values:
        yield ("effect",), CORRECTIONS


def _tell_unsaid(flow: Placed[Flow], place: Place, name: str, known: frozenset[str], problems: Problems) -> None:
    cure = did_you_mean(name, known)
    problems.add(
        "never-said",
        zh=f"到此为止，案件中不一定有 {name!r}；{cure.zh}请让此前每条路径上的动作用 'gives' 说明它",
        en=f"a case need not know {name!r} by then; {cure.en} Let a move on every way say it under 'gives'",
        where=flow.where(*place),
    )


def _check_made(
    flow: Placed[Flow], place: Place, effect: RecordEffect, item: str, statutes: Statutes, problems: Problems
) -> None:
    """That the record of an effect fits its item."""
    if item not in statutes.items:
        problems.add_unknown(
            "unknown-item",
            item,
            statutes.items.ids(),
            zh=f"没有目录事项 {item!r}",
            en=f"there is no catalogue item {item!r}",
            where=flow.where(*place, "item"),
        )
        return
    made = statutes.items.under(item)[0].value
    for key, value in effect.values.items():
        check_value(flow, (*place, "values", key), made, key, value, statutes, problems)
    filled = {name for key in effect.values for name in _meant(made, key)} | _of_the_subject(made)
    missing = [field.id for field in made.fields if field.required is True and field.id not in filled]
    if missing:
        problems.add(
            "record-incomplete",
            zh=f"事项 {item!r} 的必填字段没有值：{'、'.join(missing)}；请在 'values' 中写明",
            en=f"the item {item!r} requires {', '.join(missing)}: give it under 'values'",
            where=flow.where(*place, "values"),
        )
    if made.nature is Nature.ADVERSE and (effect.cite is None or effect.cite.article is None):
        problems.add(
            "adverse-effect-without-article",
            zh=f"{item!r} 是不利信息，生成它须写明条款；请在该效果的 'cite' 中写 'article'",
            en=f"{item!r} is adverse: the effect that makes such a record names the article, 'cite' with 'article'",
            where=flow.where(*place),
        )


def check_value(
    placed: Placed[Flow] | Placed[Procedure],
    place: Place,
    item: CatalogueItem,
    key: str,
    value: str,
    statutes: Statutes,
    problems: Problems,
) -> None:
    """That a value belongs to a field of the item, and is one that the field can have."""
    meant = _meant(item, key)
    if not meant:
        problems.add_unknown(
            "unknown-value-name",
            key,
            [*(field.id for field in item.fields), *COLUMNS],
            zh=f"事项 {item.id!r} 没有字段或列 {key!r}",
            en=f"the item {item.id!r} has no field or column {key!r}",
            where=placed.where(*place),
        )
        return
    values = item.field(meant[0]).values
    if values is None or values not in statutes.code_lists or names_in(value):
        return
    known = statutes.code_lists.under(values)[0].value
    codes = [code.code for code in known.values]
    if value not in codes and not known.open:
        problems.add_unknown(
            "unknown-value",
            value,
            codes,
            zh=f"代码表 {values!r} 没有 {value!r}",
            en=f"the code list {values!r} has no {value!r}",
            where=placed.where(*place),
        )


def _meant(item: CatalogueItem, key: str) -> list[str]:
    """The field that a key means: by its id, or by the column it feeds."""
    return [field.id for field in item.fields if field.id == key] or [
        field.id for field in item.fields if field.column == key
    ]


def _of_the_subject(item: CatalogueItem) -> set[str]:
    """The fields that name the subject; the platform fills them in."""
    named = item.subject
    return {name for name in (named.code, named.name, named.category) if name is not None}

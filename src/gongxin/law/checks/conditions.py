"""What checks of publicity rules, models and procedures share: the items they read and the expressions over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.columns import ColumnType
from gongxin.law.expressions import analyse
from gongxin.law.parameter_names import parameter_names
from gongxin.law.readable import readable_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.readable import Readable
    from gongxin.law.tree import Placed


def check_items(
    placed: Placed[object], key: tuple[str | int, ...], items: Sequence[str], statutes: Statutes, problems: Problems
) -> None:
    """That the items named under ``key`` exist."""
    for position, item in enumerate(items):
        if item not in statutes.items:
            problems.add_unknown(
                "unknown-item",
                item,
                statutes.items.ids(),
                zh=f"没有目录事项 {item!r}",
                en=f"there is no catalogue item {item!r}",
                where=placed.where(*key, position),
            )


def check_twice(
    placed: Placed[object], listed: Iterable[tuple[tuple[str | int, ...], str]], problems: Problems
) -> None:
    """That no two entries of a list have the same name; each comes with the place at which its name stands."""
    seen: set[str] = set()
    for place, name in listed:
        if name in seen:
            problems.add(
                "id-twice",
                zh=f"{name!r} 重复；请改名或删去一个",
                en=f"{name!r} is there twice; rename one or remove it",
                where=placed.where(*place),
            )
        seen.add(name)


def check_dated(
    placed: Placed[object],
    key: tuple[str | int, ...],
    items: Sequence[str],
    columns: Sequence[str],
    statutes: Statutes,
    problems: Problems,
) -> None:
    """That each item fills in one of the date columns that decide when its records start, or how old they are."""
    for item in items:
        for known in statutes.items.under(item):
            if not {field.column for field in known.value.fields} & set(columns):
                listed = ", ".join(columns)
                problems.add(
                    "date-never-filled",
                    zh=f"事项 {item!r} 没有字段填入 {listed}，其记录永远不会被读到；请改用它有的日期列",
                    en=f"no field of the item {item!r} feeds {listed}, so its records are never met; "
                    "use a date column that it has",
                    where=placed.where(*key),
                )


class Conditions:
    """Compiles the expressions of one document to see that they do; what may be read is worked out once a scope."""

    def __init__(self, statutes: Statutes, problems: Problems) -> None:
        self._statutes = statutes
        self._problems = problems
        self._lists = {placed.value.id: placed.value for placed in statutes.code_lists.all()}
        self._parameters = parameter_names(placed.value for placed in statutes.parameters.all())
        self._names: dict[tuple[str, ...], dict[str, Readable]] = {}

    def check(
        self,
        text: str | None,
        items: Sequence[str],
        where: str,
        want: ColumnType = ColumnType.FLAG,
    ) -> None:
        """Note what is wrong with an expression over records of the items; nothing if some item is unknown."""
        known = tuple(item for item in items if item in self._statutes.items)
        if text is None or len(known) < len(items):
            return
        if known not in self._names:
            scope = [self._statutes.items.under(item)[0].value for item in known]
            self._names[known] = readable_names(scope, self._lists) | self._parameters
        with self._problems.noted():
            analyse(text, self._names[known], where, want)

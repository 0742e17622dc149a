"""By what a model tells the records of an item apart, read off the query that says what records bring.

The query is followed from its base columns to its last ones. A column that is only ever compared with constants, be it
directly, as the first of several that is filled in, or some months later, is told apart at these constants alone: they
are moved back to the column, and between two of them all its values are one to the model. Whatever else becomes of a
column, it is taken to be told apart value by value. So nothing that the query could do makes two records equal that it
might tell apart; what is not understood costs time, never truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.alike.bounds import cuts_of, has_room, is_day, mirrored, places_of, turns_of
from gongxin.evaluation.alike.settled import is_among, is_item, settled
from gongxin.evaluation.alike.shifts import NO_SHIFT, Shift
from gongxin.evaluation.sql_trees import tree_of
from gongxin.ledger.tables import RECORD
from gongxin.standing.events_sql import HAPPENED, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlglot import exp

#: Columns that name a row or its subject: equal ones are never looked for.
NAMES = frozenset({"subject_id", "record_id"})

#: Parts of a query by which what becomes of a row depends on other rows.
_OTHERS = ("group", "having", "qualify", "distinct", "limit", "offset")


class CannotTellError(Exception):
    """The query does something that is not followed here: its records are evaluated one by one."""


@dataclass(frozen=True, slots=True)
class Telling:
    """By what the records of one item are told apart.

    Each of ``columns`` tells them apart by every value. Of the texts in ``asked`` it matters only what the expressions
    given (SQL, over that one column) come to. Of the days and sums in ``between`` it matters only between which of the
    numbers given they lie: a number begins a stretch. Days are counted from 1970-01-01, sums in units of the last place
    of their column. Among the columns may be those that say what happened to a record (``OUTCOMES`` of
    :mod:`gongxin.standing`); where they are in ``between``, it matters only whether it did.
    """

    columns: frozenset[str]
    asked: Mapping[str, tuple[str, ...]]
    between: Mapping[str, tuple[int, ...]]

    @property
    def read(self) -> frozenset[str]:
        """All columns that tell anything."""
        return self.columns.union(self.asked, self.between)


def telling_of(query: str, item: str) -> Telling:
    """By what a query that has ``subject_id``, ``record_id`` and what records bring tells records of ``item`` apart.

    Raises :class:`CannotTellError`.
    """
    reader = _Reader(item)
    reader.read_all(tree_of(query))
    whole = frozenset(reader.whole - {"item"})
    asked = {name: tuple(sorted(of)) for name, of in reader.asked.items() if name not in whole}
    between = {name: tuple(sorted(cuts)) for name, cuts in reader.cuts.items() if name not in whole}
    return Telling(whole, asked, between)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """A value that is one of some columns, each moved by so many months and days, or one of some constants, or NULL."""

    sources: frozenset[tuple[str, Shift]] = frozenset()
    constants: frozenset[date | Decimal] = frozenset()


#: What is known of a value: which columns and constants it is chosen from, or nothing; it has been read then.
_Value = _Ordered | None

#: How an expression of some kind is followed.
_Way = Callable[["exp.Expr", Mapping[str, "_Named"]], _Value]


@dataclass(slots=True)
class _Named:
    """A column of a stage: how it is made, over which columns, and what is known of it once it was asked for."""

    made: exp.Expr
    over: Mapping[str, _Named]
    followed: bool = False
    value: _Value = None


class _Reader:
    """Follows a query, and notes what is read of the columns of records."""

    def __init__(self, item: str) -> None:
        self.item = item
        self.whole: set[str] = set()
        self.asked: dict[str, set[str]] = {}
        self.cuts: dict[str, set[int]] = {}
        self._ways = self._all_ways()

    def read_all(self, query: exp.Expr) -> None:
        """Note what a query reads to choose its rows and to make its columns, but those that name a row."""
        columns = self._stage(query, {})
        for name in columns:
            if name not in NAMES:
                self._use(self._named(name, columns))

    # Stages

    def _stage(self, query: exp.Expr, stages: Mapping[str, Mapping[str, _Named]]) -> Mapping[str, _Named]:
        """The columns of a query over stages that came before; what it asks of its rows is read."""
        from sqlglot import exp

        if isinstance(query, exp.Subquery):
            return self._stage(query.this, stages)
        if not isinstance(query, exp.Select) or any(query.args.get(part) for part in _OTHERS):
            raise CannotTellError
        known = dict(stages)
        for stage in query.ctes:
            # What happened to a record is told by columns that are asked for by themselves.
            if stage.alias != "happened":
                known[stage.alias] = self._stage(stage.this, known)
        over: dict[str, _Named] = {}
        for source in _sources(query):
            over |= self._source(source, known)
        columns = _projected(query, over)
        where = query.args.get("where")
        if where is not None:
            self._use(self._follow(where.this, over))
        return columns

    def _source(self, source: exp.Expr, stages: Mapping[str, Mapping[str, _Named]]) -> Mapping[str, _Named]:
        from sqlglot import exp

        if isinstance(source, exp.Subquery):
            return self._stage(source, stages)
        if not isinstance(source, exp.Table):
            raise CannotTellError
        if source.name == "happened":
            return _base_columns(OUTCOMES)
        if source.name in stages:
            return stages[source.name]
        if source.name != RECORD.name:
            raise CannotTellError
        return _base_columns(RECORD.stored)

    def _named(self, name: str, columns: Mapping[str, _Named]) -> _Value:
        if name not in columns:
            raise CannotTellError
        column = columns[name]
        if not column.followed:
            column.value = self._follow(column.made, column.over) if column.over else self._base(name, column)
            column.followed = True
        return column.value

    def _base(self, name: str, column: _Named) -> _Value:
        """A column of a record, or one that is made of constants."""
        from sqlglot import exp

        if not isinstance(column.made, exp.Column):
            return self._follow(column.made, {})
        if is_day(name) or places_of(name) is not None or name in HAPPENED:
            return _Ordered(frozenset({(name, NO_SHIFT)}))
        self.whole.add(name)
        return None

    # Values

    def _use(self, value: _Value) -> None:
        """A value becomes something that is not followed: its columns are told apart by every value."""
        if value is not None:
            self.whole.update(name for name, _ in value.sources)

    def _follow(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """What is known of a value; all that it reads and that is not known of it has been noted."""
        for types, follow in self._ways:
            if isinstance(made, types):
                return follow(made, over)
        self._use_all(made.iter_expressions(), over)
        return None

    def _all_ways(self) -> list[tuple[type[exp.Expr] | tuple[type[exp.Expr], ...], _Way]]:
        """How the kinds of expressions are followed that are; the first that fits counts."""
        from sqlglot import exp

        asking = (exp.JSONExtractScalar, exp.Contains, exp.StartsWith)
        return [
            (exp.Paren, lambda made, over: self._follow(made.this, over)),
            (exp.Null, lambda _made, _over: _Ordered()),
            (exp.Literal, lambda made, _over: _number(made)),
            (exp.Neg, self._negated),
            (exp.Cast, self._cast),
            (exp.Column, self._column),
            ((exp.Coalesce, exp.Least, exp.Greatest), self._first_or_extreme),
            (exp.Case, self._case),
            (exp.Bracket, self._looked_up),
            ((exp.Add, exp.Sub), self._moved),
            ((exp.And, exp.Or), self._both),
            ((*asking, exp.Predicate), self._asked_or_compared),
            ((exp.Query, exp.Window, exp.AggFunc, exp.Lambda), self._refuse),
        ]

    def _refuse(self, _made: exp.Expr, _over: Mapping[str, _Named]) -> _Value:
        raise CannotTellError

    def _column(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        # A column of something that is no stage is a part of a column.
        part_of = made.text("table")
        return self._named(part_of if part_of in over else made.name, over)

    def _first_or_extreme(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        return self._one_of([made.this, *made.expressions], over)

    def _looked_up(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """One of a list of constants, by its place."""
        from sqlglot import exp

        self._use_all(made.expressions, over)
        if isinstance(made.this, exp.Array):
            return self._one_of(made.this.expressions, over)
        self._use_all([made.this], over)
        return None

    def _asked_or_compared(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """A question about a text, or a comparison."""
        from sqlglot import exp

        if self._asks(made, over):
            return None
        match made:
            case exp.EQ() | exp.NEQ() | exp.GT() | exp.GTE() | exp.LT() | exp.LTE():
                return self._compared(made.this, [made.expression], made, over)
            case exp.Between():
                return self._compared(made.this, [made.args["low"], made.args["high"]], made, over)
            case exp.In() if not any(made.args.get(part) for part in ("query", "unnest", "field")):
                return self._compared(made.this, made.expressions, made, over)
            case exp.Is():
                return self._is(made, over)
            case exp.Exists() | exp.SubqueryPredicate():
                raise CannotTellError
        self._use_all(made.iter_expressions(), over)
        return None

    def _use_all(self, parts: Iterable[exp.Expr], over: Mapping[str, _Named]) -> None:
        for part in parts:
            if not _is_no_value(part):
                self._use(self._follow(part, over))

    def _one_of(self, parts: Iterable[exp.Expr | None], over: Mapping[str, _Named]) -> _Value:
        """One of several values, whichever: followed where all of them are."""
        values = [self._follow(part, over) for part in parts if part is not None]
        if any(value is None for value in values):
            for value in values:
                self._use(value)
            return None
        known = [value for value in values if value is not None]
        return _Ordered(
            frozenset().union(*(value.sources for value in known)),
            frozenset().union(*(value.constants for value in known)),
        )

    def _negated(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        value = self._follow(made.this, over)
        if value is None or value.sources:
            self._use(value)
            return None
        return _Ordered(constants=frozenset(-of for of in value.constants if isinstance(of, Decimal)))

    def _cast(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """A day stays the day it is, and a constant the number it is, as long as its type has room for it."""
        from sqlglot import exp

        type_ = made.args["to"]
        if isinstance(made.this, exp.Literal) and made.this.is_string:
            return _constant(made.this.this, type_)
        value = self._follow(made.this, over)
        if value is None or (not value.sources and not value.constants):
            return value
        if type_.is_type("date") and all(is_day(name) for name, _ in value.sources):
            return value
        if not value.sources and has_room(type_, value.constants):
            return value
        self._use(value)
        return None

    def _case(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        branches: list[exp.Expr | None] = []
        by_item = made.this is not None and is_item(made.this)
        if made.this is not None and not by_item:
            self._use(self._follow(made.this, over))
        for branch in made.args["ifs"]:
            if by_item:
                holds = is_among(self.item, [branch.this])
            else:
                holds = None if made.this is not None else settled(branch.this, self.item)
            if holds is False:
                continue
            branches.append(branch.args["true"])
            if holds:
                break
            self._use(self._follow(branch.this, over))
        else:
            branches.append(made.args.get("default"))
        return self._one_of(branches, over)

    def _moved(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """A day some months or days later or earlier."""
        from sqlglot import exp

        day, by = self._follow(made.this, over), made.expression
        months = isinstance(by, exp.Anonymous) and by.name.lower() == "to_months"
        count = self._follow(by.expressions[0] if months else by, over)
        followed = day is not None and all(is_day(name) for name, _ in day.sources)
        if not followed or day is None or count is None or count.sources or not day.sources:
            self._use(day)
            self._use(count)
            return None
        sign = -1 if isinstance(made, exp.Sub) else 1
        steps = [sign * int(of) for of in count.constants if isinstance(of, Decimal)]
        moved = {
            (name, shift.then(months=step if months else 0, days=0 if months else step))
            for name, shift in day.sources
            for step in steps
        }
        # Constants that are moved as well would have to be moved likewise: they stay what they are only if unmoved.
        if day.constants and any(steps):
            self._use(day)
            return None
        return _Ordered(frozenset(moved), day.constants)

    def _compared(self, left: exp.Expr, others: list[exp.Expr], made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """A comparison: one side tells the other's values apart at its constants."""
        if settled(made, self.item) is not None:
            return None
        values = [self._follow(part, over) for part in (left, *others)]
        first, *rest = values
        if any(value is None for value in values):
            for value in values:
                self._use(value)
            return None
        for other, at in zip(rest, turns_of(made), strict=True):
            assert first is not None
            assert other is not None
            self._tell_apart(first, other, at)
        return None

    def _tell_apart(self, one: _Ordered, other: _Ordered, turns: frozenset[int]) -> None:
        if one.sources and other.sources:
            self._use(one)
            self._use(other)
            return
        of, at = (one, other) if one.sources else (other, one)
        if other.sources:
            turns = mirrored(turns)
        for name, shift in of.sources:
            for constant in at.constants:
                cuts = cuts_of(name, shift, constant, turns)
                if cuts is None:
                    self.whole.add(name)
                else:
                    self.cuts.setdefault(name, set()).update(cuts)
            self.cuts.setdefault(name, set())

    def _is(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """Whether a value is there: every column is told from one that is empty."""
        from sqlglot import exp

        value = self._follow(made.this, over)
        if value is not None and isinstance(made.expression, exp.Null):
            for name, _ in value.sources:
                self.cuts.setdefault(name, set())
        else:
            self._use(value)
        return None

    def _both(self, made: exp.Expr, over: Mapping[str, _Named]) -> _Value:
        """Conditions together; those that the item settles are not read, nor the others where that settles all."""
        if settled(made, self.item) is None:
            for part in (made.this, made.expression):
                if settled(part, self.item) is None:
                    self._use(self._follow(part, over))
        return None

    def _asks(self, made: exp.Expr, over: Mapping[str, _Named]) -> bool:
        """Note a question about one text of the record; False where it is about anything else."""
        from sqlglot import exp

        names = {column.name for column in made.find_all(exp.Column)}
        if len(names) != 1 or made.find(exp.Select):
            return False
        (name,) = names
        of_record = name in over and over[name].made == exp.column(name)
        if not of_record or name == "item" or RECORD.stored.get(name) != "VARCHAR":
            return False
        self.asked.setdefault(name, set()).add(made.sql(dialect="duckdb"))
        return True


def _sources(query: exp.Expr) -> list[exp.Expr]:
    """What a query reads from: one relation, and others that add at most one row to each record."""
    joins = query.args.get("joins") or []
    if any(join.side != "LEFT" or [of.name for of in join.args.get("using") or ()] != ["record_id"] for join in joins):
        raise CannotTellError
    from_ = query.args.get("from_")
    return [] if from_ is None else [from_.this, *(join.this for join in joins)]


def _projected(query: exp.Expr, over: Mapping[str, _Named]) -> dict[str, _Named]:
    """The columns that a query makes of those it reads."""
    from sqlglot import exp

    columns: dict[str, _Named] = {}
    for made in query.expressions:
        match made:
            case exp.Star():
                left_out = {of.name for of in made.args.get("except_") or []}
                if made.args.get("replace") or made.args.get("rename"):
                    raise CannotTellError
                columns |= {name: column for name, column in over.items() if name not in left_out}
            case exp.Column() if isinstance(made.this, exp.Star):
                columns |= {name: column for name, column in over.items() if name in RECORD.stored}
            case exp.Column() if made.name in over:
                columns[made.name] = over[made.name]
            case exp.Alias():
                columns[made.alias] = _Named(made.this, over)
            case _:
                raise CannotTellError
    return columns


def _is_no_value(part: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(part, (exp.DataType, exp.Identifier, exp.JSONPath))


def _base_columns(names: Iterable[str]) -> dict[str, _Named]:
    from sqlglot import exp

    return {name: _Named(exp.column(name), {}) for name in names}


def _number(made: exp.Expr) -> _Value:
    return None if made.is_string else _Ordered(constants=frozenset({Decimal(made.this)}))


def _constant(text: str, type_: exp.Expr) -> _Value:
    """A day or a number that is written as a text; no other is followed."""
    if type_.is_type("date"):
        return _Ordered(constants=frozenset({date.fromisoformat(text)}))
    if type_.is_type("decimal") and has_room(type_, [Decimal(text)]):
        return _Ordered(constants=frozenset({Decimal(text)}))
    return None

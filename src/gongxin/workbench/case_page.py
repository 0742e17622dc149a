"""The whole case on one page: what is known of it, what the one who looks may do, and what that would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxin.accounts.permissions import is_own
from gongxin.casework.view_parts import basis, message
from gongxin.errors import Message, NotFound
from gongxin.exchange.models import Notice
from gongxin.law.schema.procedure import TO_SUBJECT, Effect
from gongxin.pages import conclusions
from gongxin.pages.addresses import named_in_address
from gongxin.pages.language import said
from gongxin.workbench.forms.moves import RECORDS, MoveForm, Surroundings
from gongxin.workbench.words import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from django.db.models import QuerySet
    from django.http import QueryDict
    from django.utils.functional import _StrPromise

    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case
    from gongxin.casework.options import Option
    from gongxin.casework.possible_moves import PossibleMove
    from gongxin.casework.view_parts import Basis, CaseView
    from gongxin.law.schema.procedure import Move, RecordEffect
    from gongxin.pages.conclusions import CreditFile
    from gongxin.reports.left_records import LeftRecord
    from gongxin.reports.report import Entry, ItemEntries

#: Candidates offered for the right subject.
_CANDIDATES = 8


@dataclass(frozen=True)
class EffectLine:
    """What a move does to the record, in words, and the article by which it does."""

    words: _StrPromise | str
    made: Message | None
    cite: Basis


@dataclass(frozen=True)
class MoveOnPage:
    """A move that the one who looks may make: its form, and what it would do."""

    possible: PossibleMove
    form: MoveForm
    effects: tuple[EffectLine, ...]

    @property
    def open(self) -> bool:
        """Whether it is the one being filled in."""
        return self.form.filled_in


@dataclass(frozen=True)
class RecordOnPage:
    """The record that the case is about, under the subject it stands with today (``with_subject`` if that is another
    than the case was opened about)."""

    group: ItemEntries
    entry: Entry
    with_subject: str = ""


@dataclass(frozen=True)
class CasePage:
    """What one account sees of one case on one day. ``data`` is what was filled in for the move ``filled_in``; unless
    ``checked``, it is only shown again. Who may see the case need not be one who ``sees_record``."""

    case: Case
    account: Account
    as_of: date
    data: QueryDict | None = None
    filled_in: str = ""
    checked: bool = True
    sees_record: bool = True
    view: CaseView = field(init=False)
    moves: tuple[MoveOnPage, ...] = field(init=False)
    record: RecordOnPage | None = field(init=False)

    def __post_init__(self) -> None:
        casework = conclusions.casework()
        object.__setattr__(self, "view", casework.view(self.case, as_of=self.as_of))
        object.__setattr__(self, "record", self._record())
        moves = casework.moves(self.case, by=self.account, as_of=self.as_of)
        object.__setattr__(self, "moves", tuple(self._move(possible) for possible in moves))

    def move(self, move_id: str) -> MoveOnPage | None:
        """The move of that id, if it is the account's to make."""
        return next((move for move in self.moves if move.possible.move == move_id), None)

    @property
    def option(self) -> Option | None:
        """What the machine finds of the conditions today, while the case goes on."""
        if not self.view.open:
            return None
        return self._option({self.view.procedure})

    @property
    def review(self) -> Option | None:
        """The review that the subject itself can ask for, or has asked for, once it was refused."""
        wanted = {one.procedure for one in self.view.remedies if one.procedure is not None}
        if not wanted or not self._is_theirs:
            return None
        return self._option(wanted)

    @property
    def code(self) -> str:
        """How addresses name the subject of the case."""
        return named_in_address(self.view.subject_id)

    @property
    def notices(self) -> QuerySet[Notice]:
        """Whom the decision was told to, and who has acknowledged it."""
        of_this_case = Notice.objects.filter(cause__startswith=self.view.number)
        return of_this_case.select_related("consumer").order_by("acknowledged_on", "due_on", "pk")

    @property
    def waits_for_ledger(self) -> bool:
        """Whether something decided is not in the ledger yet."""
        return any(effect.batch is None for effect in self.view.effects)

    @property
    def said(self) -> Mapping[str, Any]:
        """What was said in the case. Whose a record is that was moved away from a subject is that other subject's
        affair and is not told to this one."""
        return {name: value for name, value in self.view.said.items() if name != TO_SUBJECT or not self._is_theirs}

    @property
    def left(self) -> list[LeftRecord]:
        """The record as the file of the case's subject showed it, once it has been moved away from there."""
        if not self.view.record_id or not self.sees_record or not self.view.said.get(TO_SUBJECT):
            return []
        try:
            file = self._file(self.view.subject_id)
        except NotFound:
            return []
        left = conclusions.left_records(file, self.account)
        return [one for one in left if one.shown.record_id == self.view.record_id]

    @property
    def _is_theirs(self) -> bool:
        """Whether the one who looks is the subject of the case."""
        return is_own(self.account, self.view.subject_id)

    def _option(self, only: set[str]) -> Option | None:
        """What can be asked for by the first of these procedures that governs the record, or the subject as such."""
        about = self.view.subject_id, self.view.record_id or None
        try:
            return next(iter(conclusions.options(*about, self.as_of, self.account, only=only)), None)
        except NotFound:
            return None

    def _record(self) -> RecordOnPage | None:
        """The record as it stands; None for a case without one, or once it has left the file."""
        if not self.view.record_id or not self.sees_record:
            return None
        moved_to = "" if self._is_theirs else str(self.view.said.get(TO_SUBJECT, ""))
        for subject_id in (self.view.subject_id, moved_to):
            if subject_id:
                try:
                    found = self._file(subject_id).record(self.view.record_id)
                except NotFound:
                    continue
                return RecordOnPage(*found, with_subject=moved_to if subject_id == moved_to else "")
        return None

    def _file(self, subject_id: str) -> CreditFile:
        return conclusions.credit_file(subject_id, self.as_of, whole=True)

    def _move(self, possible: PossibleMove) -> MoveOnPage:
        move = self._rule(possible.move)
        data = self.data if possible.move == self.filled_in else None
        lines = tuple(self._line(effect) for effect in move.effects)
        return MoveOnPage(possible, MoveForm(move, self._surroundings(move), data, checked=self.checked), lines)

    def _rule(self, move_id: str) -> Move:
        law = conclusions.law()
        flow = law.flow(law.procedure(self.view.procedure, self.view.edition).flow)
        moves = next(state.moves for state in flow.states if state.id == self.view.state)
        return next(move for move in moves if move.id == move_id)

    def _line(self, effect: RecordEffect) -> EffectLine:
        law = conclusions.law()
        cite = self.view.cite if effect.cite is None else basis(law, effect.cite)
        made = message(law.item(effect.item).title) if effect.effect is Effect.RECORD and effect.item else None
        return EffectLine(EFFECTS[effect.effect], made, cite)

    def _surroundings(self, move: Move) -> Surroundings:
        law = conclusions.law()
        terms = law.procedure(self.view.procedure, self.view.edition).terms
        facts = () if self.record is None else self.record.entry.facts
        return Surroundings(
            law=law,
            item=law.item(self.view.item) if self.view.item else None,
            payload={fact.field: fact.value for fact in facts},
            candidates=self._candidates,
            records=self._others() if RECORDS in move.may_give else (),
            days=frozenset(term.said for term in terms if term.said is not None),
        )

    def _candidates(self, sought: str) -> list[tuple[str, str]]:
        """Subjects that the record may really belong to: by what was sought, else by the name that stands on it."""
        name = sought.strip() or self._name_on_record()
        if not name:
            return []
        found = conclusions.search(name, most=_CANDIDATES).found
        return [
            (one.subject_id, f"{one.name or '—'} ({one.subject_id})")
            for one in found
            if one.subject_id != self.view.subject_id
        ]

    def _name_on_record(self) -> str:
        field_of_name = conclusions.law().item(self.view.item).subject.name if self.view.item else None
        if field_of_name is None or self.record is None:
            return ""
        return next((fact.value for fact in self.record.entry.facts if fact.field == field_of_name), "")

    def _others(self) -> list[tuple[str, str]]:
        """Other records of the subject, for those that fall together with this one."""
        found = []
        for group in self._file(self.view.subject_id).groups():
            for entry in group.entries:
                if entry.record_id != self.view.record_id:
                    words = " · ".join(str(part) for part in (said(group.title), entry.title, entry.dated) if part)
                    found.append((entry.record_id, words))
        return found

"""Notices: what those who received a record are told of it, by when they must act, and whether they have."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from gongxin.errors import NotFound
from gongxin.exchange.consumers import consumer_of
from gongxin.exchange.models import Notice, Supply
from gongxin.exchange.terms import due_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from gongxin.law.library import Law

#: Changes after which a record may no longer be shown as it was.
ENDING = ("repaired", "withdrawn", "reassigned")

#: What makes such a change void: a consumer that shows the record again need not answer for it.
_UNDOES = {"repaired": "repair_revoked"}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a record. ``kind`` is that of the ledger event, ``cause`` the decision, ``corrected`` the fields
    that were corrected, ``to_subject`` whose the record is from now on."""

    record_id: str
    kind: str
    cause: str
    effective_on: date
    case_no: str
    instrument: str | None = None
    article: str | None = None
    to_subject: str | None = None
    corrected: tuple[str, ...] = ()


def notify(changes: Sequence[Change], law: Law, *, batch: int, on: date) -> int:
    """Make a notice for each active consumer of each record in ``changes``; return how many were new.

    A consumer is told what it received and no more: the record under the subject under which it has it, and whose the
    record is now only if it has records of that subject, too. Saying the same twice makes no second notice.
    """
    supplies = Supply.objects.filter(
        record_id__in={change.record_id for change in changes}, consumer__active=True
    ).select_related("consumer")
    by_record: dict[str, list[Supply]] = defaultdict(list)
    for supply in supplies:
        by_record[supply.record_id].append(supply)
    notices = [
        Notice(
            consumer=supply.consumer,
            record_id=change.record_id,
            subject_id=supply.subject_id,
            change=change.kind,
            cause=change.cause,
            batch=batch,
            detail=_detail(change, supply),
            made_on=on,
            due_on=due_day(law, change.kind, on),
        )
        for change in changes
        for supply in by_record[change.record_id]
    ]
    of_these = Notice.objects.filter(consumer__in={notice.consumer_id for notice in notices}, record_id__in=by_record)
    before = of_these.count()
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return of_these.count() - before


def _detail(change: Change, supply: Supply) -> dict[str, Any]:
    detail: dict[str, Any] = {
        "effective_on": change.effective_on.isoformat(),
        "case_no": change.case_no,
        "cite": {"instrument": change.instrument, "article": change.article},
    }
    if change.corrected:
        detail["corrected"] = list(change.corrected)
    if change.to_subject is not None and _knows(supply, change.to_subject):
        detail["to_subject"] = change.to_subject
    return detail


def _knows(supply: Supply, subject_id: str) -> bool:
    return Supply.objects.filter(consumer_id=supply.consumer_id, subject_id=subject_id).exists()


def notices_of(consumer_code: str, *, pending: bool = False) -> QuerySet[Notice]:
    """The notices of a consumer, the oldest first; only those not acknowledged, if ``pending``."""
    found = Notice.objects.filter(consumer=consumer_of(consumer_code)).select_related("consumer").order_by("id")
    return found.filter(acknowledged_on__isnull=True) if pending else found


def acknowledge(consumer_code: str, notice_ids: Iterable[int], *, by: str, on: date) -> int:
    """Note that the consumer has acted on these notices of its own; return how many were not acknowledged before.

    Errors: ``no-consumer``, ``no-notice`` where one is not among the consumer's.
    """
    consumer = consumer_of(consumer_code)
    wanted = set(notice_ids)
    own = Notice.objects.filter(consumer=consumer, pk__in=wanted)
    missing = wanted - set(own.values_list("pk", flat=True))
    if missing:
        raise NotFound(
            "no-notice",
            zh="该数据使用方没有这个编号的通知；用 gongxin consumer notices 查看。",
            en="The consumer has no notice of that number; 'gongxin consumer notices' shows them.",
            where=", ".join(map(str, sorted(missing))),
        )
    return own.filter(acknowledged_on__isnull=True).update(acknowledged_on=on, acknowledged_by=by)


def overdue(as_of: date) -> list[Notice]:
    """Notices whose day has passed without an answer, the longest overdue first."""
    found = Notice.objects.filter(due_on__lt=as_of, made_on__lte=as_of).exclude(acknowledged_on__lte=as_of)
    return list(found.select_related("consumer").order_by("due_on", "id"))


@dataclass(frozen=True, slots=True)
class StillShowing:
    """A consumer that has not said that it no longer shows a record as it was. ``due_on`` is empty where the instrument
    sets no term: it is listed all the same."""

    consumer: str
    name: str
    name_en: str
    kind: str
    record_id: str
    change: str
    since: date
    due_on: date | None
    overdue: bool

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain data."""
        return {
            "consumer": self.consumer,
            "name": self.name,
            "name_en": self.name_en,
            "kind": self.kind,
            "record_id": self.record_id,
            "change": self.change,
            "since": self.since.isoformat(),
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "overdue": self.overdue,
        }


def still_showing(as_of: date, *, record_id: str | None = None) -> list[StillShowing]:
    """The public list: who has not acknowledged by ``as_of`` that a record was repaired, withdrawn or reassigned.

    Whose record it is, is not in it. A repair that was revoked since is no longer asked about.
    """
    told = Notice.objects.filter(made_on__lte=as_of)
    unanswered = told.filter(change__in=ENDING).exclude(acknowledged_on__lte=as_of)
    if record_id is not None:
        unanswered = unanswered.filter(record_id=record_id)
    for change, undoes in _UNDOES.items():
        of_the_same = told.filter(consumer=OuterRef("consumer"), record_id=OuterRef("record_id"))
        unanswered = unanswered.exclude(
            Q(change=change) & Exists(of_the_same.filter(change=undoes, pk__gt=OuterRef("pk")))
        )
    first: dict[tuple[int, str, str], Notice] = {}
    for notice in unanswered.select_related("consumer").order_by("made_on", "id"):
        first.setdefault((notice.consumer_id, notice.record_id, notice.change), notice)
    return [_entry(notice, as_of) for notice in first.values()]


def _entry(notice: Notice, as_of: date) -> StillShowing:
    return StillShowing(
        consumer=notice.consumer.code,
        name=notice.consumer.name,
        name_en=notice.consumer.name_en,
        kind=notice.consumer.kind,
        record_id=notice.record_id,
        change=notice.change,
        since=notice.made_on,
        due_on=notice.due_on,
        overdue=notice.due_on is not None and notice.due_on < as_of,
    )

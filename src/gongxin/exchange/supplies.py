"""Who has received which record: whom a change of it must reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.exchange.consumers import consumer_of
from gongxin.exchange.models import Supply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: Records told of in one statement: databases take so many values at a time, and not many more.
_AT_A_TIME = 1000


def supplied(consumer_code: str, record_ids: Mapping[str, str], on: date) -> int:
    """Note that a consumer was given records (record to subject) on a day; return how many it had not had before.

    A record given again is noted under the subject and the day of the later time; saying the same twice changes
    nothing. Error: ``no-consumer``.
    """
    consumer = consumer_of(consumer_code)
    numbers = list(record_ids)
    had = sum(
        Supply.objects.filter(consumer=consumer, record_id__in=numbers[start : start + _AT_A_TIME]).count()
        for start in range(0, len(numbers), _AT_A_TIME)
    )
    Supply.objects.bulk_create(
        [
            Supply(consumer=consumer, record_id=record_id, subject_id=subject_id, supplied_on=on)
            for record_id, subject_id in record_ids.items()
        ],
        update_conflicts=True,
        unique_fields=["consumer", "record_id"],
        update_fields=["subject_id", "supplied_on"],
        batch_size=_AT_A_TIME,
    )
    return len(record_ids) - had

"""Who receives records."""

from __future__ import annotations

import re

from gongxin.errors import NotFound, UsageError
from gongxin.exchange.models import Consumer

_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def add_consumer(code: str, name: str, kind: str, *, name_en: str = "") -> Consumer:
    """A new consumer; one that is there already, and the same, stays as it is.

    ``code`` is also the name of its folder: small letters, digits and hyphens. Errors: ``consumer-code``,
    ``consumer-kind``, ``consumer-exists`` where the code is another's.
    """
    if not _CODE.fullmatch(code):
        raise UsageError(
            "consumer-code",
            zh=f"数据使用方代码“{code}”只能由小写字母、数字和连字符组成。",
            en=f"The code of a consumer has small letters, digits and hyphens; {code!r} has others.",
        )
    if kind not in Consumer.KINDS:
        listed = ", ".join(Consumer.KINDS)
        raise UsageError(
            "consumer-kind",
            zh=f"数据使用方类别须为下列之一：{listed}。",
            en=f"A consumer is one of these: {listed}.",
        )
    found, made = Consumer.objects.get_or_create(code=code, defaults={"name": name, "kind": kind, "name_en": name_en})
    if not made and (found.name, found.kind) != (name, kind):
        raise UsageError(
            "consumer-exists",
            zh=f"代码 {code} 已属于“{found.name}”；请另用一个代码。",
            en=f"The code {code} is that of {found.name}; choose another.",
        )
    return found


def set_active(code: str, *, active: bool) -> Consumer:
    """Begin again, or cease, to tell a consumer of changes. What it was told stays. Error: ``no-consumer``."""
    consumer = consumer_of(code)
    consumer.active = active
    consumer.save(update_fields=["active"])
    return consumer


def consumer_of(code: str) -> Consumer:
    """The consumer of that code. Error: ``no-consumer``."""
    found = Consumer.objects.filter(code=code).first()
    if found is None:
        raise NotFound(
            "no-consumer",
            zh="没有该代码的数据使用方；用 gongxin consumer list 查看，用 gongxin consumer add 登记。",
            en="There is no consumer of that code; 'gongxin consumer list' shows those there are, and "
            "'gongxin consumer add' makes one.",
            where=code,
        )
    return found

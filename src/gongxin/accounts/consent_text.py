"""The text a person agrees to: which purpose, which items, what may come of it, and how to take it back.

It is made of what the law's packs say, so that it cannot promise less or more. Its version and digest stand on the
receipt: anyone who has the text can show that it is the one agreed to.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.accounts.authorisation import QUERY
from gongxin.errors import Message, UsageError
from gongxin.exchange.models import Consumer
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.law.schema.model import EvaluationModel

#: Version of the wording below. A change of wording is a new version; receipts keep theirs.
VERSION = "2"

#: The purpose of keeping, on the person's file, what the person hands in.
KEEPING = "keeping"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A text in both languages, the items it covers, and its version."""

    purpose: str
    scope: tuple[str, ...]
    words: Message
    version: str = VERSION

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of version, purpose, scope and both texts."""
        content = "\n".join((self.version, self.purpose, *self.scope, self.words.zh, self.words.en))
        return hashlib.sha256(content.encode()).hexdigest()

    def as_dict(self) -> dict[str, object]:
        """The text as plain data."""
        return {
            "purpose": self.purpose,
            "scope": list(self.scope),
            "version": self.version,
            "digest": self.digest,
            "text": self.words.as_dict(),
        }


def purposes(law: Law, as_of: date) -> list[str]:
    """The purposes that a person may consent to: those of the models over persons in force, keeping what is handed in
    (where there are items for it), and look-up."""
    kept = [KEEPING] if _by_consent(law) else []
    return [*sorted({consent for consent, _ in _models(law, as_of)}), *kept, QUERY]


def consent_text(law: Law, purpose: str, as_of: date) -> ConsentText:
    """The text for a purpose on a day. Error: ``unknown-purpose``."""
    models = [model for consent, model in _models(law, as_of) if consent == purpose]
    if models:
        scope = sorted(
            {item for model in models for item in _items_read(model)} | {item.id for item in _by_consent(law)}
        )
        aim = Message(
            zh="计算并展示本人的信用评价：" + "、".join(model.title.zh for model in models),
            en="to work out and show my own score: " + ", ".join(model.title.en for model in models),
        )
    elif purpose == KEEPING and _by_consent(law):
        scope = sorted(item.id for item in _by_consent(law))
        aim = Message(zh="在本人档案中保存本人提交的信息", en="to keep on my file what I hand in")
    elif (whom := _who_looks(purpose)) is not None:
        scope = []
        aim = Message(zh=f"允许{whom.zh}查询本人信用档案", en=f"to let {whom.en} look up my file")
    else:
        known = ", ".join(purposes(law, as_of))
        raise UsageError(
            "unknown-purpose",
            zh=f"没有可以同意的用途 {purpose!r}；可用：{known}、{QUERY}.使用方代码。",
            en=f"There is no purpose {purpose!r} to consent to; there are: {known}, {QUERY}.CONSUMER.",
        )
    return ConsentText(purpose, tuple(scope), _words(law, aim, scope))


def purpose_named(law: Law, purpose: str) -> Message:
    """What a purpose is called where it is listed; one of which neither law nor office knows anything by its id."""
    models = [model.title for model in law.models if model.consent is not None and model.consent.purpose == purpose]
    if models:
        return Message(zh=models[0].zh, en=models[0].en)
    if purpose == KEEPING:
        return Message(zh="保存本人提交的信息", en="Keeping what I hand in")
    if (whom := _who_looks(purpose)) is not None:
        return Message(zh=f"供{whom.zh}查询", en=f"Look-up by {whom.en}")
    return Message(zh=purpose, en=purpose)


def _who_looks(purpose: str) -> Message | None:
    """Who may look a person up by a consent to this purpose; None where it is none of look-up."""
    look_up, _, code = purpose.partition(".")
    if look_up != QUERY:
        return None
    if not code:
        return Message(zh="持有本回执编号的授权用户", en="authorised users who have the number of this receipt")
    consumer = Consumer.objects.filter(code=code).first()
    if consumer is None:
        return Message(zh=code, en=code)
    return Message(zh=f"“{consumer.name}”", en=consumer.name_en or consumer.name)


def by_consent_only(item: CatalogueItem) -> bool:
    """Whether persons come under the item by their consent only."""
    return item.persons is not None and item.persons.admitted_by == "consent"


def _words(law: Law, aim: Message, scope: Iterable[str]) -> Message:
    items = [law.item(item) for item in scope]
    zh = "、".join(item.title.zh for item in items) or "无"
    en = ", ".join(item.title.en for item in items) or "none"
    return Message(
        zh=f"我同意平台为以下用途处理我的个人信息：{aim.zh}。涉及的目录事项：{zh}。"
        "结果只用于给我便利和优惠，不会作为处罚或限制的依据；不同意不影响我办理其他事务。"
        "我可以随时撤回：撤回后评价立即消失，依据本同意保存的内容随密钥销毁而无法恢复。",
        en=f"I consent to the platform using my personal information for this purpose: {aim.en}. "
        f"Catalogue items concerned: {en}. What comes of it only opens benefits to me and is never the ground of a "
        "penalty or restriction; saying no costs me nothing elsewhere. I may withdraw at any time: the score is then "
        "gone at once, and what was kept under this consent is lost for good with its key.",
    )


def _models(law: Law, as_of: date) -> list[tuple[str, EvaluationModel]]:
    return [
        (model.consent.purpose, model)
        for model in law.models
        if model.consent is not None and SubjectKind.NATURAL_PERSON in model.for_ and model.in_force.covers(as_of)
    ]


def _items_read(model: EvaluationModel) -> set[str]:
    return {item for dimension in model.dimensions for of in dimension.indicators for item in of.from_}


def _by_consent(law: Law) -> list[CatalogueItem]:
    return [item for item in law.items.values() if by_consent_only(item)]

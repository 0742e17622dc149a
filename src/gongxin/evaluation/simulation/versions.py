"""The two versions of a model that are laid beside each other: where they come from, whether they can be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.law.schema.basics import InForce
from gongxin.law.schema.model import ModelFile
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.model import EvaluationModel


class Origin(StrEnum):
    """What makes a version count on the day of the simulation."""

    IN_FORCE = "in-force"  # the packs say so
    DRAFT = "draft"  # a draft pack says so, laid over the others
    EDITION = "edition"  # nobody says so: another edition, taken as if it were in force


@dataclass(frozen=True, slots=True)
class Version:
    """A model on the day ``as_of``, and the law it stands in, in which it is in force on that day.

    ``in_force`` are the days of effect that the packs give it. ``drafts`` are the ids of the packs that the draft adds.
    """

    law: Law
    model: EvaluationModel
    as_of: date
    origin: Origin
    in_force: InForce
    drafts: tuple[str, ...] = ()


def version_in_force(law: Law, model_id: str, as_of: date) -> Version:
    """The edition in force on a day. Raises :class:`UsageError`: ``unknown-model``, ``model-not-in-force``."""
    model = law.model(model_id, as_of)
    return Version(law, model, as_of, Origin.IN_FORCE, model.in_force)


def edition_of(law: Law, model_id: str, as_of: date, day: date) -> Version:
    """The edition that was or will be in force on ``day``, taken as if it were on ``as_of``.

    Raises :class:`UsageError` where there is none that day, or where it is the one in force anyway (``same-edition``).
    """
    model = law.model(model_id, day)
    if model is law.model(model_id, as_of):
        others = [known for known in law.models if known.id == model_id and known is not model]
        listed = ", ".join(str(other.in_force.from_) for other in others)
        raise UsageError(
            "same-edition",
            zh=f"{day} 与 {as_of} 适用的是 {model_id} 的同一版本，无可比较；"
            + (f"其他版本的施行日期：{listed}。" if others else "该模型只有这一个版本，请给出草案文件夹。"),
            en=f"The edition of {model_id} in force on {day} is that of {as_of}: there is nothing to compare; "
            + (f"other editions start on {listed}." if others else "it has no other: give the folder of a draft."),
            where="--against",
        )
    on_the_day = model.model_copy(update={"in_force": InForce(from_=as_of, to=as_of)})
    return Version(replace(law, models=(on_the_day,)), on_the_day, as_of, Origin.EDITION, model.in_force)


def drafted(current: Version, law: Law) -> Version:
    """The version of the same model in ``law``: the law of ``current`` with a draft laid over it.

    Raises :class:`UsageError` for a draft that brings no pack (``no-pack-here``), only other models
    (``draft-of-another-model``), or one that is not in force on the day (``no-common-day``, ``draft-not-in-force``).
    """
    drafts = tuple(pack for pack in law.packs if pack not in current.law.packs)
    _check_brings(law, drafts, current.model.id)
    spans = [model.in_force for model in law.models if model.id == current.model.id]
    if not any(span.covers(current.as_of) for span in spans):
        raise _not_in_force(current, spans)
    model = law.model(current.model.id, current.as_of)
    return Version(law, model, current.as_of, Origin.DRAFT, model.in_force, drafts)


def check_comparable(before: Version, after: Version) -> None:
    """Raise :class:`UsageError` where two versions are about others (``another-kind-of-subject``) or mean the opposite
    by a high score (``opposite-meaning``)."""
    if not {*before.model.for_} & {*after.model.for_}:
        zh, en = zip(*(_kinds(version.model) for version in (before, after)), strict=True)
        raise UsageError(
            "another-kind-of-subject",
            zh=f"两个版本评价的不是同一类主体：现行版评价{zh[0]}，对照版评价{zh[1]}；"
            "请改草案的 'for'，或选择同类主体的模型。",
            en=f"The two versions evaluate different kinds of subject, {en[0]} and {en[1]}; change 'for' in the draft, "
            "or choose a model for the same kind.",
            where=before.model.id,
        )
    if before.model.higher != after.model.higher:
        raise UsageError(
            "opposite-meaning",
            zh="两个版本中高分的含义相反（'higher' 不同），得分变化无从比较；请统一 'higher'。",
            en="A high score means the opposite in the two versions ('higher' differs), so no change of a score can be "
            "read; give both the same.",
            where=before.model.id,
        )


def _kinds(model: EvaluationModel) -> tuple[str, str]:
    return "、".join(kind.zh for kind in model.for_), " and ".join(kind.en for kind in model.for_)


def _check_brings(law: Law, drafts: tuple[str, ...], model_id: str) -> None:
    if not drafts:
        raise UsageError(
            "no-pack-here",
            zh="草案文件夹中没有规则包；规则包是含有 pack.yaml 的文件夹。",
            en="There is no pack in the folder of the draft: a pack is a folder with a pack.yaml.",
            where="--against",
        )
    brought = {placed.value.id for placed in law.statutes.models.all() if placed.pack in drafts}
    only_models = all(isinstance(content, ModelFile) for pack in drafts for content, _ in law.packs[pack].files)
    if model_id not in brought and only_models:
        cure = did_you_mean(model_id, brought)
        raise UsageError(
            "draft-of-another-model",
            zh=f"草案没有模型 {model_id!r}；{cure.zh} 要替换现行模型，请用同一 id 并写明 'overrides'。",
            en=f"The draft has no model {model_id!r}; {cure.en} To replace the one in force, give it the same id and "
            "say whose it 'overrides'.",
            where="--against",
        )


def _not_in_force(current: Version, spans: Iterable[InForce]) -> UsageError:
    common = [both for span in spans if (both := _overlap(current.in_force, span)) is not None]
    drafted, own = ", ".join(map(_span, spans)), _span(current.in_force)
    if not common:
        return UsageError(
            "no-common-day",
            zh=f"没有一天两个版本同时适用：现行版 {own}，草案 {drafted}；"
            f"试算时请让草案的 'in_force' 包含 {current.as_of}。",
            en=f"On no day are both versions in force: the present one {own}, the draft {drafted}; for the trial let "
            f"the draft's 'in_force' cover {current.as_of}.",
            where=current.model.id,
        )
    listed = ", ".join(map(_span, common))
    return UsageError(
        "draft-not-in-force",
        zh=f"草案在 {current.as_of} 不适用；两个版本同时适用的期间：{listed}。"
        "请用 --as-of 选择其中一天，或改草案的 'in_force'。",
        en=f"The draft is not in force on {current.as_of}; both versions are: {listed}. Choose a day within by "
        "--as-of, or change the draft's 'in_force'.",
        where=current.model.id,
    )


def _overlap(one: InForce, other: InForce) -> InForce | None:
    start = max(one.from_, other.from_)
    ends = [span.to for span in (one, other) if span.to is not None]
    end = min(ends, default=None)
    return None if end is not None and end < start else InForce(from_=start, to=end)


def _span(span: InForce) -> str:
    return f"{span.from_} – {span.to or '…'}"

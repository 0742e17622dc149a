"""What a result was made from: with the same stamp and the same ledger anyone comes to the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from gongxin import __version__
from gongxin.errors import InputError, Message
from gongxin.evaluation.result_file import writer_name
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gongxin.evaluation.plan import Plan
    from gongxin.law.library import Law


@dataclass(frozen=True, slots=True)
class Stamp:
    """The arguments of a conclusion and the programs that drew it; no time of day, so the same run has the same stamp.

    ``ledger`` is the root of the transparency log at ``known_at``: it stands for every fact known by then. ``law`` is
    the digest over all packs, ``packs`` that of each. ``reference_only`` is, in both languages, the article by which
    the result only informs and decides nothing; empty where it is not so limited. ``touched_since`` is the batch after
    which a subject must have been touched to be in the result; empty in a result of all subjects. ``writer`` is what
    wrote the file; empty in stamps from before that was noted.
    """

    model: str
    as_of: date
    known_at: int
    ledger: str
    law: str
    packs: dict[str, str]
    reference_only: dict[str, str] | None
    engine: str
    gongxin: str
    touched_since: int | None = None
    writer: str = ""

    @classmethod
    def of(
        cls, law: Law, plan: Plan, known_at: int, ledger_root: str, engine: str, touched_since: int | None = None
    ) -> Stamp:
        """The stamp of a run."""
        cite = plan.reference_only
        return cls(
            model=plan.model.id,
            as_of=plan.as_of,
            known_at=known_at,
            ledger=ledger_root,
            law=law.version,
            packs={pack_id: pack.digest for pack_id, pack in sorted(law.packs.items())},
            reference_only=None if cite is None else {"zh": law.cite(cite, "zh"), "en": law.cite(cite, "en")},
            engine=engine,
            gongxin=__version__,
            touched_since=touched_since,
            writer=writer_name(),
        )

    def as_dict(self) -> dict[str, object]:
        """The stamp in the form in which it is written."""
        return {**asdict(self), "as_of": self.as_of.isoformat()}

    def as_notes(self) -> dict[str, str]:
        """The stamp as one entry for the footer of a Parquet file."""
        return {"gongxin_stamp": json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True)}

    def write(self, result: Path, workings: Path | None = None) -> None:
        """Write the stamp beside the result it belongs to, with the digest of that file and of its ``workings``."""
        whole = {**self.as_dict(), "result_sha256": sha256_of(result)}
        if workings is not None:
            whole["workings_sha256"] = sha256_of(workings)
        stamp_path(result).write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def differences(self, other: Stamp) -> Iterator[Message]:
        """What another stamp was made from otherwise, in words; nothing of ``known_at``, which a caller judges."""
        if self.ledger != other.ledger:
            yield Message(
                zh=f"账本（根 {_short(self.ledger)}，此处 {_short(other.ledger)}）",
                en=f"the ledger (root {_short(self.ledger)}, here {_short(other.ledger)})",
            )
        for pack in sorted({*self.packs, *other.packs}):
            before, here = self.packs.get(pack), other.packs.get(pack)
            if before != here:
                yield Message(
                    zh=f"规则包 {pack}（{_short(before)}，此处 {_short(here)}）",
                    en=f"the pack {pack} ({_short(before)}, here {_short(here)})",
                )
        if self.law != other.law and self.packs == other.packs:
            yield Message(
                zh=f"规则（{_short(self.law)}，此处 {_short(other.law)}）",
                en=f"the law ({_short(self.law)}, here {_short(other.law)})",
            )
        for name, zh, en in (
            ("model", "模型", "model"),
            ("as_of", "评价日期", "day"),
            ("touched_since", "范围", "scope"),
        ):
            before, here = getattr(self, name), getattr(other, name)
            if before != here:
                yield Message(zh=f"{zh}（{before}，此处 {here}）", en=f"the {en} ({before}, here {here})")

    def programs(self, other: Stamp) -> Iterator[Message]:
        """Which programs another stamp names otherwise, in words."""
        for name, zh in (("engine", "引擎"), ("gongxin", "公信"), ("writer", "文件写入库")):
            before, here = getattr(self, name), getattr(other, name)
            if before != here:
                yield Message(zh=f"{zh}（{before}，此处 {here}）", en=f"{name} ({before}, here {here})")


@dataclass(frozen=True, slots=True)
class StampedResult:
    """A stamp as read from its file, the SHA-256 of the result it belongs to, and of its workings if any were kept."""

    stamp: Stamp
    result_sha256: str
    workings_sha256: str | None = None


def stamp_path(result: Path) -> Path:
    """Where the stamp of a result lies: beside it, under its name and ``.stamp.json``."""
    return result.with_name(f"{result.name}.stamp.json")


def read_stamp(path: Path) -> StampedResult:
    """The stamp in a file. Error: ``not-a-stamp``."""
    try:
        whole: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        said = {field.name: whole[field.name] for field in fields(Stamp)}
        stamp = Stamp(**{**said, "as_of": date.fromisoformat(said["as_of"])})
        return StampedResult(stamp, whole["result_sha256"], whole.get("workings_sha256"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "not-a-stamp",
            zh="这不是评价结果的印记文件（NAME.stamp.json），或它不完整；请给出与结果一同写出的那个文件。",
            en="This is no stamp of a result (NAME.stamp.json), or not a whole one; give the file written beside it.",
            where=str(path),
        ) from error


def listed(differences: Iterator[Message] | list[Message]) -> Message | None:
    """Differences in one sentence's part; None where there are none."""
    found = list(differences)
    if not found:
        return None
    return Message(zh="、".join(each.zh for each in found), en="; ".join(each.en for each in found))


def _short(digest: str | None) -> str:
    return "—" if digest is None else digest[:12]

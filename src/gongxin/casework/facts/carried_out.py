"""Which decisions the ledger holds already: told by the manifests of the batches that carried them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gongxin.casework.facts.decisions import Decision
    from gongxin.ledger import Ledger

#: What a batch of decisions has in its manifest in place of an item and a department.
ITEM = "gongxin.decisions"
SOURCE = "gongxin.office"

#: Before the name of a decision in the counts of a manifest; the count is that of its effects.
_DECISION = "decision:"

#: Between the number of a case and the place of the step.
_STEP = "#"

#: Decisions named in a refusal.
_TOLD = 3


def counts_of(decisions: Iterable[Decision]) -> dict[str, int]:
    """The counts by which a manifest names the decisions that its batch carries out."""
    return {_DECISION + decision.name: len(decision.facts) for decision in decisions}


def name_of(number: str, place: int) -> str:
    """What a manifest calls the decision that is a step of a case: ``R-2026-000017#2``."""
    return f"{number}{_STEP}{place}"


def number_in(name: str) -> str:
    """The number of the case whose step a manifest calls so."""
    return name.rpartition(_STEP)[0]


def highest_serial(ledger: Ledger, prefix: str) -> int:
    """The highest serial among the numbers of cases, beginning with ``prefix``, that the ledger knows decisions of;
    0 where it knows none. All manifests are read."""
    numbers = map(number_in, steps_in_ledger(ledger, since=0))
    return max((int(number.removeprefix(prefix)) for number in numbers if number.startswith(prefix)), default=0)


def refuse_if_behind(there: Iterable[str], known: Collection[str]) -> None:
    """Refuse to go on where the ledger holds decisions of steps that are not ``known`` to the office.

    Error: ``office-behind``: the office was restored from an older copy than the ledger. Decisions made in it now
    would bear the names of those that it lost, and be taken for them.
    """
    strange = sorted(name for name in there if name not in known)
    if strange:
        listed = "、".join(strange[:_TOLD])
        raise LedgerError(
            "office-behind",
            zh=f"账本中有业务数据库所没有的决定（共 {len(strange)} 项，如 {listed}）；业务数据库可能由较早的备份恢复，"
            "请恢复与账本同期的业务数据库。",
            en=f"The ledger holds decisions of which the office knows nothing ({len(strange)}, among them "
            f"{', '.join(strange[:_TOLD])}): the office seems to come from an older copy. Restore the one that goes "
            "with the ledger.",
        )


def steps_in_ledger(ledger: Ledger, *, since: int) -> dict[str, int]:
    """Names of the decisions that batches after ``since`` have carried out, and the batch of each.

    Error: ``office-ahead`` where the ledger has no batch ``since``: it was restored from an older copy than the office,
    and decisions that the office takes for done are missing from it.
    """
    if since > ledger.last_batch:
        raise LedgerError(
            "office-ahead",
            zh=f"业务数据库记有已写入批次 {since} 的决定，账本只到批次 {ledger.last_batch}；"
            "账本可能由较早的备份恢复，请恢复与业务数据库同期的账本。",
            en=f"The office has decisions that batch {since} carried out, but the ledger ends with batch "
            f"{ledger.last_batch}: it seems to come from an older copy. Restore the ledger that goes with the office.",
        )
    return {
        name.removeprefix(_DECISION): batch.number
        for batch in ledger.batches(since)
        if batch.item == ITEM
        for name in batch.counts
        if name.startswith(_DECISION)
    }

"""The simulation as a whole: evaluate one snapshot by both versions, lay the results side by side, measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin import __version__
from gongxin.errors import NotFound
from gongxin.evaluation.plan import make_plan
from gongxin.evaluation.simulation.affected import most_affected
from gongxin.evaluation.simulation.direct_grades import measure_direct_grades
from gongxin.evaluation.simulation.grade_scales import grade_scales
from gongxin.evaluation.simulation.inspection_load import inspection_load, shares_of
from gongxin.evaluation.simulation.moves import measure_moves
from gongxin.evaluation.simulation.pairs import lay_out_pairs
from gongxin.evaluation.simulation.results import DraftPack, Simulation, VersionSaid
from gongxin.evaluation.simulation.rule_changes import rule_changes
from gongxin.evaluation.simulation.score_changes import measure_score_changes
from gongxin.evaluation.simulation.versions import check_comparable
from gongxin.law.schema.basics import Text
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.evaluation.simulation.versions import Version
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Citation
    from gongxin.ledger import Ledger

#: How many of the subjects that lose most are named, and of those that gain most.
MOST = 10


def simulate(
    ledger: Ledger,
    before: Version,
    after: Version,
    *,
    known_at: int | None = None,
    shares: str | None = None,
    most: int = MOST,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> Simulation:
    """Evaluate all subjects by two versions of a model, on one day and from one state of the ledger.

    ``shares`` names a table of inspection shares by grade (:mod:`.inspection_load`); each version reads it in its own
    law. Subjects of a model over natural persons are counted and never named.

    Raises :class:`~gongxin.errors.UsageError` for versions that cannot be compared or a table that does not fit,
    :class:`NotFound` (``nobody-evaluated``) where neither version evaluates anybody, and
    :class:`~gongxin.errors.LawError` where one cannot be computed.
    """
    assert before.as_of == after.as_of, "two versions are compared on one day"
    check_comparable(before, after)
    scales = grade_scales(before.model, after.model)
    tables = None if shares is None else (shares_of(before, shares), shares_of(after, shares))
    persons = SubjectKind.NATURAL_PERSON in (*before.model.for_, *after.model.for_)
    versions = (before, after)
    with ledger.snapshot(known_at) as snapshot, ledger.connect() as connection, ledger.scratch() as scratch:
        engine = lay_out_pairs(ledger, snapshot, versions, connection, scratch, progress)
        moves, within = measure_moves(connection, scales)
        if not sum(map(sum, moves.counts)):
            raise _nobody(before)
        loses, gains = most_affected(connection, ledger, snapshot, versions, scales, 0 if persons else most)
        return Simulation(
            model=before.model.id,
            as_of=before.as_of,
            known_at=snapshot.known_at,
            synthetic=_synthetic(ledger, versions, snapshot.known_at),
            persons=persons,
            engine=engine,
            gongxin=__version__,
            before=_said(before),
            after=_said(after),
            rule_changes=rule_changes(before.model, after.model),
            scales=scales,
            moves=moves,
            within=within,
            scores=measure_score_changes(connection),
            direct_grades=measure_direct_grades(connection, before, after),
            load=None if shares is None or tables is None else inspection_load(shares, moves, *tables),
            loses=loses,
            gains=gains,
        )


def _nobody(version: Version) -> NotFound:
    return NotFound(
        "nobody-evaluated",
        zh=f"截至 {version.as_of}，两个版本都没有可评价的主体（账本中没有模型 {version.model.id} 所需的记录）；"
        "请先报送数据，或改用其他日期。",
        en=f"As of {version.as_of} neither version evaluates anybody: the ledger has none of the records that model "
        f"{version.model.id} needs. Hand some in first, or choose another day.",
        where=version.model.id,
    )


def _synthetic(ledger: Ledger, versions: tuple[Version, Version], known_at: int) -> bool:
    items = frozenset[str]().union(*(make_plan(version.model, version.as_of).items for version in versions))
    return any(batch.synthetic for batch in ledger.batches()[:known_at] if batch.item in items)


def _said(version: Version) -> VersionSaid:
    law, model = version.law, version.model
    reference = make_plan(model, version.as_of).reference_only
    return VersionSaid(
        title=model.title,
        origin=version.origin,
        in_force_from=version.in_force.from_,
        in_force_to=version.in_force.to,
        cite=_cited(law, model.cite),
        verified=model.cite.verified,
        reference_only=None if reference is None else _cited(law, reference),
        law=law.version,
        drafts=tuple(_draft(law, pack, model.id) for pack in version.drafts),
    )


def _draft(law: Law, pack_id: str, model_id: str) -> DraftPack:
    pack = law.packs[pack_id]
    also = [
        f"{sort}: {_name(entry)}"
        for content, _ in pack.files
        for sort, entries in content
        for entry in entries
        if _name(entry) != model_id
    ]
    return DraftPack(pack_id, pack.header.title, pack.digest, tuple(also))


def _name(entry: object) -> str:
    """What an entry of a pack is called: by its id, or by what it adds to."""
    named = (getattr(entry, name, None) for name in ("id", "item", "code_list", "code", "year"))
    return next((str(name) for name in named if name is not None), "")


def _cited(law: Law, citation: Citation) -> Text:
    return Text(zh=law.cite(citation, "zh"), en=law.cite(citation, "en"))

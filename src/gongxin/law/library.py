"""The law in force: every pack read, checked, laid over the others, and ready to be asked.

Nothing is kept between two loadings: a :class:`Law` is what the files said when it was loaded, and tells which.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import gongxin.packs
from gongxin.errors import UsageError
from gongxin.law.checks import check
from gongxin.law.citations import citation_text
from gongxin.law.order import PackOrder
from gongxin.law.overlay import overlay
from gongxin.law.pack_files import find_packs, read_pack
from gongxin.law.parameter_names import parameter_names
from gongxin.law.problems import Problems
from gongxin.law.readable import readable_names
from gongxin.law.suggestions import did_you_mean
from gongxin.law.working_days import WorkingCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from gongxin.law.citations import Language
    from gongxin.law.overlay import Statutes
    from gongxin.law.pack_files import Pack
    from gongxin.law.readable import Readable
    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.catalogue import CatalogueItem, CodeList
    from gongxin.law.schema.model import EvaluationModel
    from gongxin.law.schema.pack import Instrument
    from gongxin.law.schema.parameters import Parameter
    from gongxin.law.schema.procedure import Flow, Procedure
    from gongxin.law.schema.publicity import PublicityRules
    from gongxin.law.schema.regions import Region

Found = TypeVar("Found")


def shipped_packs() -> Path:
    """The folder of the packs that come with the platform."""
    return Path(gongxin.packs.__file__).parent


@dataclass(frozen=True, eq=False)
class Law:
    """Everything the packs say, after overlay. Build it with :meth:`load`.

    ``statutes`` has the same entries with the files and lines they come from. A law is itself a key: what is compiled
    from it may be kept under it.
    """

    statutes: Statutes = field(repr=False)
    packs: Mapping[str, Pack] = field(repr=False)
    instruments: Mapping[str, Instrument] = field(repr=False)
    items: Mapping[str, CatalogueItem] = field(repr=False)
    code_lists: Mapping[str, CodeList] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(repr=False)
    publicity: tuple[PublicityRules, ...] = field(repr=False)
    models: tuple[EvaluationModel, ...] = field(repr=False)
    flows: Mapping[str, Flow] = field(repr=False)
    procedures: tuple[Procedure, ...] = field(repr=False)
    regions: tuple[Region, ...] = field(repr=False)
    calendar: WorkingCalendar = field(repr=False)
    #: Short digest over all packs: two laws with the same version say the same.
    version: str

    @classmethod
    def load(cls, directories: Sequence[Path] = (), *, shipped: bool = True, region: str | None = None) -> Law:
        """Read, check and overlay packs: those shipped (unless told not to) and those below the directories.

        With a ``region`` (a GB/T 2260 code or a prefix of one, or the code of another country) only the packs that
        apply there are laid over each other; without one, all are.
        Raises :class:`gongxin.law.problems.LawErrors` with every mistake found, :class:`UsageError` for a directory
        that is not there.
        """
        problems = Problems()
        roots = ([shipped_packs()] if shipped else []) + list(directories)
        packs = [pack for folder in find_packs(roots) if (pack := read_pack(folder, problems)) is not None]
        problems.raise_any()  # what cannot be read would only lead to more complaints
        order = PackOrder(packs, problems)
        problems.raise_any()
        statutes = overlay(order.packs if region is None else order.at(region), order, problems)
        check(statutes, problems)
        problems.raise_any()
        return cls._of(statutes)

    @classmethod
    def _of(cls, statutes: Statutes) -> Law:
        return cls(
            statutes=statutes,
            packs=statutes.packs,
            instruments={name: placed.value for name, placed in statutes.instruments.items()},
            items={placed.value.id: placed.value for placed in statutes.items.all()},
            code_lists={placed.value.id: placed.value for placed in statutes.code_lists.all()},
            parameters={placed.value.id: placed.value for placed in statutes.parameters.all()},
            publicity=tuple(placed.value for placed in statutes.publicity.all()),
            models=tuple(placed.value for placed in statutes.models.all()),
            flows={placed.value.id: placed.value for placed in statutes.flows.all()},
            procedures=tuple(placed.value for placed in statutes.procedures.all()),
            regions=tuple(placed.value for placed in statutes.regions),
            calendar=WorkingCalendar(placed.value for placed in statutes.years),
            version=_version(statutes.packs.values()),
        )

    def item(self, item_id: str) -> CatalogueItem:
        """The catalogue item of that id, or :class:`UsageError` with the nearest one."""
        return _find(self.items, item_id, "item", "目录事项", "catalogue item")

    def code_list(self, list_id: str) -> CodeList:
        """The code list of that id, or :class:`UsageError`."""
        return _find(self.code_lists, list_id, "code-list", "代码表", "code list")

    def parameter(self, parameter_id: str) -> Parameter:
        """The dated parameter of that id, or :class:`UsageError`; ask it for its value ``on(day)``."""
        return _find(self.parameters, parameter_id, "parameter", "参数", "parameter")

    def instrument(self, instrument_id: str) -> Instrument:
        """The instrument of that id, or :class:`UsageError`."""
        return _find(self.instruments, instrument_id, "instrument", "文件", "instrument")

    def model(self, model_id: str, on: date) -> EvaluationModel:
        """The edition of a model in force on a day, or :class:`UsageError`."""
        editions: dict[str, list[EvaluationModel]] = {}
        for model in self.models:
            editions.setdefault(model.id, []).append(model)
        known = _find(editions, model_id, "model", "评价模型", "model")
        for model in known:
            if model.in_force.covers(on):
                return model
        spans = ", ".join(f"{model.in_force.from_} - {model.in_force.to or ''}".rstrip() for model in known)
        raise UsageError(
            "model-not-in-force",
            zh=f"模型 {model_id!r} 在 {on} 不适用；适用期间：{spans}",
            en=f"the model {model_id!r} is not in force on {on}; it is: {spans}",
            where=model_id,
        )

    def flow(self, flow_id: str) -> Flow:
        """The flow of that id, or :class:`UsageError`."""
        return _find(self.flows, flow_id, "flow", "办理流程", "flow")

    def procedure(self, procedure_id: str, edition: date) -> Procedure:
        """The edition of a procedure that begins on a day (as a case keeps it), or :class:`UsageError`."""
        editions: dict[str, dict[date, Procedure]] = {}
        for procedure in self.procedures:
            editions.setdefault(procedure.id, {})[procedure.in_force.from_] = procedure
        known = _find(editions, procedure_id, "procedure", "办理程序", "procedure")
        if edition in known:
            return known[edition]
        days = ", ".join(day.isoformat() for day in sorted(known))
        raise UsageError(
            "unknown-edition",
            zh=f"办理程序 {procedure_id!r} 没有自 {edition} 起施行的版本；施行日期有：{days}",
            en=f"the procedure {procedure_id!r} has no edition from {edition} on; its editions begin on {days}",
            where=procedure_id,
        )

    def cite(self, citation: Citation, lang: Language) -> str:
        """A citation in words: 《title》（number）第X条; what was not verified says so."""
        return citation_text(self.instrument(citation.instrument), citation, lang)

    def fields_readable(self, items: Iterable[str], alias: str = "") -> dict[str, Readable]:
        """The names that an expression over records of these items may use, each with its type and SQL.

        ``alias`` is that of the record relation in the query, if it has one.
        """
        names = readable_names([self.item(item) for item in items], self.code_lists, alias)
        return names | parameter_names(self.parameters.values(), alias)


def _find(shelf: Mapping[str, Found], wanted: str, rule: str, zh: str, en: str) -> Found:
    if wanted in shelf:
        return shelf[wanted]
    cure = did_you_mean(wanted, shelf)
    raise UsageError(
        f"unknown-{rule}",
        zh=f"没有{zh} {wanted!r}；{cure.zh}",
        en=f"there is no {en} {wanted!r}; {cure.en}",
        where=wanted,
    )


def _version(packs: Iterable[Pack]) -> str:
    total = hashlib.sha256()
    for pack in sorted(packs, key=lambda pack: pack.header.id):
        total.update(f"{pack.header.id}\0{pack.digest}\n".encode())
    return total.hexdigest()[:12]

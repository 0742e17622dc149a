"""The credit office of Yunze: Lin Su, who heads it, tries draft rules on a ledger small enough to reckon by hand.

By the rule in force a penalty costs 10 points of 100, an honour brings 5, and who is on the serious list is a D. Grades
are A from 100, B from 80, C from 60. Lin Su's draft makes a penalty of 100,000 yuan or more cost 25, gives an A
from 95 on, and leaves who is on the list a C at best:

    firm             on file                       in force       draft
    01, 02           nothing; an honour            100 A, 105 A   100 A, 105 A
    03               one small penalty             90 B           90 B
    04               one large penalty             90 B           75 C
    05               one small penalty, an honour  95 B           95 A
    06               two large penalties           80 B           50 D
    07               three small penalties         70 C           70 C
    08               listed                        100 D listed   100 C listed
    09               listed, five small penalties  50 D listed    50 D
    10               five large penalties          50 D           40 D (held at its floor)
    11               a social organisation         not evaluated, nor is firm 12, which was never registered
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
import yaml

from gongxin.evaluation.simulation import Simulation, drafted, edition_of, simulate, version_in_force
from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Changes a model in place, as one edits a file.
    Edit = Callable[[dict[str, Any]], None]

PACKS = Path(__file__).parent / "packs"
DAY = date(2026, 6, 30)
SMALL, LARGE = 5_000, 200_000

#: Firm: region, industry, size, fines, honours, on the list.
FIRMS: dict[str, tuple[str | None, str, str, list[int], int, bool]] = {
    "firm01": ("990101", "零售业", "微型", [], 0, False),
    "firm02": ("990101", "零售业", "小型", [], 1, False),
    "firm03": ("990101", "餐饮业", "微型", [SMALL], 0, False),
    "firm04": ("990101", "餐饮业", "小型", [LARGE], 0, False),
    "firm05": ("990101", "餐饮业", "中型", [SMALL], 1, False),
    "firm06": ("990102", "建筑业", "大型", [LARGE, LARGE], 0, False),
    "firm07": ("990102", "建筑业", "中型", [SMALL] * 3, 0, False),
    "firm08": ("990102", "建筑业", "小型", [], 0, True),
    "firm09": ("990102", "零售业", "微型", [SMALL] * 5, 0, True),
    "firm10": (None, "建筑业", "大型", [LARGE] * 5, 0, False),
}


def subject_row(subject_id: str, kind: str, region: str | None, industry: str, scale: str) -> dict[str, Any]:
    name = f"云泽市第{subject_id[-2:]}号企业"
    return {
        "subject_id": subject_id,
        "kind": kind,
        "name": name,
        "region": region,
        "industry": industry,
        "scale": scale,
    }


def record_rows(subject_id: str, kind: str, fines: list[int], honours: int, *, listed: bool) -> list[dict[str, Any]]:
    found: list[tuple[str, int | None]] = [("yg.registration", None)]
    found += [("yg.penalty", fine) for fine in fines] + [("yg.honour", None)] * honours
    found += [("yg.serious", None)] * listed
    return [
        {
            "record_id": f"{subject_id}-{place}",
            "version": 1,
            "content": "c",
            "subject_id": subject_id,
            "subject_kind": kind,
            "item": item,
            "amount": fine,
            "doc_no": f"云〔2026〕{place}号",
            "determined_on": date(2026, 3, 1 + place),
        }
        for place, (item, fine) in enumerate(found)
    ]


class CreditOffice:
    """Lin Su's office: its ledger, the law in force, and the drafts tried on it."""

    def __init__(self, workspace: Workspace, law: Law) -> None:
        self.workspace, self.law = workspace, law
        self.ledger = Ledger.open(workspace)

    def takes(self, item: str = "yg.registration", *, synthetic: bool = True, **tables: list[dict[str, Any]]) -> None:
        """One batch of rows by table."""
        with (
            duckdb.connect(config={"threads": 1}) as connection,
            self.ledger.begin(item=item, source="office", as_of=DAY) as batch,
        ):
            for table, rows in tables.items():
                connection.register("handed_in", pa.Table.from_pylist(rows))
                batch.append(table, connection, "SELECT * FROM handed_in")
            batch.commit({}, "digest", synthetic=synthetic)

    def takes_firms(self, firms: dict[str, tuple[str | None, str, str, list[int], int, bool]]) -> None:
        """Registered firms with what is on file about them."""
        subjects, records = [], []
        for firm, (region, industry, scale, fines, honours, listed) in firms.items():
            subjects.append(subject_row(firm, "enterprise", region, industry, scale))
            records += record_rows(firm, "enterprise", fines, honours, listed=listed)
        self.takes(subject=subjects, record=records)

    def takes_volunteer(self, person: str, deeds: int) -> None:
        """A natural person who consented, and what the person did."""
        (row,) = record_rows(person, "natural_person", [], 0, listed=False)
        rows = [{**row, "item": "yg.deed", "record_id": f"{person}-{deed}"} for deed in range(deeds)]
        consent = {
            "event_id": f"consent-{person}",
            "subject_id": person,
            "kind": "consent_given",
            "effective_on": date(2026, 1, 1),
            "detail": '{"purpose": "benefits"}',
        }
        self.takes("yg.deed", record=rows, event=[consent])

    @staticmethod
    def writes_pack(folder: Path, pack_id: str, model: dict[str, Any] | None, **files: Any) -> Path:
        return write_pack(folder, pack_id, model, **files)

    def tries(self, draft: Path, *, model: str = "yg.enterprise", as_of: date = DAY, **more: Any) -> Simulation:
        """The model in force against a draft."""
        current = version_in_force(self.law, model, as_of)
        other = drafted(current, Law.load([PACKS, draft], shipped=False))
        return simulate(self.ledger, current, other, **more)

    def compares_editions(self, day: date, *, model: str = "yg.enterprise", as_of: date = DAY) -> Simulation:
        """The model in force against the edition of another day."""
        current = version_in_force(self.law, model, as_of)
        return simulate(self.ledger, current, edition_of(self.law, model, as_of, day))


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load([PACKS], shipped=False)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, law: Law) -> CreditOffice:
    office = CreditOffice(Workspace.create(tmp_path_factory.mktemp("yunze") / "home", buckets=2), law)
    office.takes_firms(FIRMS)
    office.takes(
        subject=[subject_row("firm11", "social_organisation", "990101", "协会", "")],
        record=[
            *record_rows("firm11", "social_organisation", [], 0, listed=False),
            *record_rows("firm12", "enterprise", [SMALL], 0, listed=False)[1:],
        ],
    )
    return office


@pytest.fixture(scope="session")
def open_office(law: Law) -> Callable[[Path], CreditOffice]:
    """Opens an office with an empty ledger in a folder."""
    return lambda home: CreditOffice(Workspace.create(home, buckets=2), law)


@pytest.fixture
def new_office(tmp_path: Path, open_office: Callable[[Path], CreditOffice]) -> Callable[[], CreditOffice]:
    """Opens an office with an empty ledger."""
    return lambda: open_office(tmp_path / "home")


@pytest.fixture(scope="session")
def packs() -> Path:
    return PACKS


def write_pack(folder: Path, pack_id: str, model: dict[str, Any] | None, **files: Any) -> Path:
    """A draft pack over the rules of Yunze."""
    folder.mkdir(parents=True, exist_ok=True)
    header = {
        "id": pack_id,
        "title": {"zh": "草案", "en": "draft"},
        "jurisdiction": {"level": "city", "region": "990100"},
        "over": ["yunze-grades"],
        "synthetic": True,
    }
    documents = {"pack": header, **({} if model is None else {"models": {"models": [model]}}), **files}
    for name, document in documents.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return folder


def model_as_written(model_id: str) -> dict[str, Any]:
    written = yaml.safe_load((PACKS / "yunze-grades" / "model.yaml").read_text(encoding="utf-8"))
    model = next(model for model in written["models"] if model["id"] == model_id)
    return {**model, "overrides": "yunze-grades"}


@pytest.fixture
def draft(tmp_path: Path) -> Callable[..., Path]:
    """Writes a draft: the model in force, edited."""

    def write(edit: Edit = lambda _model: None, *, model: str = "yg.enterprise", pack: str = "draft") -> Path:
        written = model_as_written(model)
        edit(written)
        return write_pack(tmp_path / pack, pack, written)

    return write


def stricter(model: dict[str, Any]) -> None:
    """Lin Su's draft: large fines cost 25, an A from 95 on, on the list a C at best."""
    penalties = model["dimensions"][0]["indicators"][0]
    del penalties["points"]
    penalties["by"] = [["amount >= 100000", -25], ["true", -10]]
    model["grades"][0]["from"] = 95
    listed = model["rules"][0]
    del listed["grade"]
    listed["not_above"] = "C"


@pytest.fixture(scope="session")
def stricter_rule() -> Edit:
    return stricter


@pytest.fixture(scope="session")
def found(office: CreditOffice, tmp_path_factory: pytest.TempPathFactory) -> Simulation:
    """What Lin Su's draft would do."""
    written = model_as_written("yg.enterprise")
    stricter(written)
    folder = write_pack(tmp_path_factory.mktemp("drafts") / "stricter", "draft", written)
    return office.tries(folder, shares="yg.checks")

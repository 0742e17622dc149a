"""From the files of the invented city to grades: about as they were given in Zhejiang's first evaluation, of 2018.

The shares published then (优秀, 良好, 中等, 较差) are what the assumed points of the models are set by.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.evaluation.run import evaluate
from gongxin.intake.pipeline import take
from gongxin.ledger import Ledger
from gongxin.synth.city import write_city
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("yunze")
    workspace = Workspace.create(folder / "workspace", buckets=2)
    manifest = write_city(folder / "files", workspace.law(), seed=11, subjects=2_000, as_of=AS_OF)
    items = dict.fromkeys(file.item for file in manifest.files if file.item != "cn.licence")  # no model reads licences
    for item in items:
        files = [folder / "files" / file.path for file in manifest.files if file.item == item]
        receipt = take(workspace, files, item, "云泽市", AS_OF, synthetic=True)
        assert receipt.held == receipt.rejected == 0
    return workspace


def shares(city: Workspace, model: str, out: Path) -> dict[str, float]:
    """Of a hundred subjects, how many have each grade."""
    summary = evaluate(Ledger.open(city), city.law(), model, as_of=AS_OF, out=out / "scores.parquet")
    return {grade: 100 * count / summary.evaluated for grade, count in summary.grades.items()}


def test_most_enterprises_are_good_a_fifth_fair_and_few_excellent_or_poor(city: Workspace, tmp_path: Path) -> None:
    """2018: 2.3, 76.4, 20.0, 1.3."""
    graded = shares(city, "zj.enterprise", tmp_path)
    assert 0.5 < graded["A"] < 5
    assert 70 < graded["B"] < 85
    assert 12 < graded["C"] < 25
    assert graded["D"] + graded["E"] < 5


def test_about_half_of_the_public_institutions_are_excellent_and_none_is_poor(city: Workspace, tmp_path: Path) -> None:
    """2018: 47.6, 51.7, 0.7, 0."""
    graded = shares(city, "zj.public-institution", tmp_path)
    assert 30 < graded["A"] < 65
    assert graded["D"] + graded["E"] < 5


def test_social_organisations_are_the_least_even(city: Workspace, tmp_path: Path) -> None:
    """2018: 2.5, 36.3, 52.2, 9.0."""
    graded = shares(city, "zj.social-organisation", tmp_path)
    assert graded["C"] > 25
    assert graded["D"] + graded["E"] > graded["A"]


def test_nearly_all_government_bodies_are_good(city: Workspace, tmp_path: Path) -> None:
    """2018, departments: 5.4, 93.2, 0.5, 0.9."""
    assert shares(city, "zj.government-body", tmp_path)["B"] > 85

"""Li Li has withdrawn a moment ago: her desk shows no score any more, whatever the ledger has been told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gongxin.reports.report import Beside, Grading, Section, Way

if TYPE_CHECKING:
    from tests.office_fixture import Office


def test_what_is_by_a_model_whose_consent_ended_is_left_out_and_the_rest_stays(office: Office) -> None:
    from gongxin.pages.conclusions import CreditFile
    from gongxin.workbench.views.subject import _without

    section = Section.model_construct(
        id="evaluation",
        items=(),
        gradings=(Grading.model_construct(model="benefits"), Grading.model_construct(model="drivers")),
        ways=(Way.model_construct(model="benefits"),),
        beside=(Beside.model_construct(source="city"),),
        advice=(),
    )
    file = CreditFile("person:x", date(2026, 11, 24), 1, True, True, None, (), (section,))  # type: ignore[arg-type]
    assert _without(file, frozenset()) is file
    (shown,) = _without(file, frozenset({"benefits"})).sections
    assert [grading.model for grading in shown.gradings] == ["drivers"]
    assert shown.ways == ()
    assert shown.beside == ()
    assert shown.id == "evaluation"

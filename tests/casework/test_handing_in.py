"""Who handed a batch in is kept where it is said, and does not judge it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import MARKET

from gongxin.cli.main import main
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "casework"
FIRM, FINE = "91990100MB00C0014R", "云市监罚字〔2026〕115号"

pytestmark = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def hand_in(yunze: Yunze, monkeypatch: pytest.MonkeyPatch, file: str, item: str, *who: str) -> None:
    """Market regulation hands a file of the worked example in."""
    monkeypatch.setattr(Workspace, "law", lambda self, *drafts: yunze.casework.law)
    words = ["intake", str(EXAMPLES / f"{file}.csv"), "--item", item, "--source", MARKET, *who]
    main([*words, "--as-of", "2026-07-10", "--synthetic", "--json"])


def test_the_clerk_who_handed_a_fine_in_does_not_judge_the_objection_to_it(
    yunze: Yunze, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(yunze, monkeypatch, "registration", "cn.registration")
    hand_in(yunze, monkeypatch, "penalties", "cn.penalty", "--as", "li")
    yunze.people["zhang"].subject_id = FIRM
    yunze.people["zhang"].save()
    case = yunze.opens("objection", "zhang", "2026-07-13", None, record_id=FINE, subject_id=FIRM)
    assert case.recorder == yunze.people["li"]
    yunze.moves(case, "submit", "zhang", "2026-07-13", claim="金额有误")
    yunze.moves(case, "accept", "li", "2026-07-14")
    against = {
        one.move: one.against for one in yunze.casework.moves(case, by=yunze.people["li"], as_of=date(2026, 7, 14))
    }
    assert against["refuse"] is not None
    assert "另一人" in against["refuse"].zh
    assert yunze.moves(case, "refuse", "zhou", "2026-07-15", reason="记录无误").to_state == "refused"


def test_nobody_hands_in_for_another_department(
    yunze: Yunze, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from gongxin.casework.models import HandIn

    with pytest.raises(SystemExit) as left:
        hand_in(yunze, monkeypatch, "penalties", "cn.penalty", "--as", "he")
    assert left.value.code == 9
    assert "another-source" in capsys.readouterr().err
    assert not HandIn.objects.exists()

"""Which two versions can be laid side by side, and what is said to whoever brings others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import LawError, NotFound, UsageError
from gongxin.evaluation.simulation import drafted, version_in_force
from gongxin.law.library import Law

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

DAY = date(2026, 6, 30)


def test_lin_su_compares_the_edition_in_force_with_the_one_before_it(office: Any) -> None:
    found = office.compares_editions(date(2022, 5, 1))
    assert (found.after.origin, str(found.after.in_force_to)) == ("edition", "2023-12-31")
    assert found.moves.before == ("A", "B", "C", "D", "—")
    assert found.moves.after == ("good", "bad", "—")
    assert found.moves.counts == ((2, 0, 0), (3, 1, 0), (0, 1, 0), (1, 2, 0), (0, 0, 0))
    assert (found.moves.up, found.moves.down, found.moves.moved) == (None, None, 10), "no scale says what 'good' equals"
    assert found.scores.lower == 10, "its base is ten points lower"


@pytest.mark.slow
def test_of_editions_that_cannot_be_compared_by_grade_the_score_says_who_is_hit_most(office: Any) -> None:
    found = office.compares_editions(date(2022, 5, 1))
    assert [of.subject_id for of in found.loses[:2]] == ["firm01", "firm02"], "all lose ten points"


def test_a_draft_for_more_kinds_of_subject_takes_in_those_who_were_not_evaluated(
    office: Any, draft: Callable[..., Path]
) -> None:
    def wider(model: dict[str, Any]) -> None:
        model["for"] = ["enterprise", "social_organisation"]
        model["requires"] = ["yg.penalty", "yg.registration"]

    found = office.tries(draft(wider))
    assert (found.moves.entered, found.moves.left) == (2, 0), "firm 11, and firm 12, which has a penalty"
    assert found.moves.counts[-1] == (1, 1, 0, 0, 0)
    assert (found.moves.evaluated_before, found.moves.evaluated_after) == (10, 12)
    assert {of.subject_id for of in (*found.loses, *found.gains)} == set(), "nobody has two scores that differ"


def test_a_new_best_grade_takes_its_place_above_the_others(office: Any, draft: Callable[..., Path]) -> None:
    def with_aa(model: dict[str, Any]) -> None:
        model["grades"].insert(0, {"id": "AA", "title": {"zh": "特优", "en": "superb"}, "from": 105})

    found = office.tries(draft(with_aa))
    assert found.moves.after == ("AA", "A", "B", "C", "D", "—")
    assert (found.moves.up, found.moves.down) == (1, 0), "firm 02"
    assert found.load is None, "no table of shares was named"


@pytest.mark.slow
def test_a_draft_of_the_rules_of_publicity_is_tried_on_the_same_model(office: Any, tmp_path: Path, law: Law) -> None:
    rules = {
        "id": "yg.all",
        "title": {"zh": "只计三个月", "en": "three months only"},
        "overrides": "yunze-grades",
        "in_force": {"from": date(2020, 1, 1)},
        "items": ["yg.registration", "yg.penalty", "yg.serious", "yg.honour", "yg.deed"],
        "starts": ["determined_on"],
        "cite": {"instrument": "yunze-order", "article": "7", "verified": True},
        "classes": [
            {
                "id": "short",
                "title": {"zh": "三个月", "en": "three months"},
                "when": "item = 'yg.penalty'",
                "maximum": "3 months",
                "cite": {"instrument": "yunze-order", "article": "7", "verified": True},
            },
            {
                "id": "open",
                "title": {"zh": "公开", "en": "open"},
                "when": "true",
                "cite": {"instrument": "yunze-order", "article": "7", "verified": True},
            },
        ],
    }
    folder = office.writes_pack(tmp_path / "draft", "draft", None, publicity={"rules": [rules]})
    found = office.tries(folder)
    assert found.rule_changes == ()
    assert [pack.also for pack in found.after.drafts] == [("rules: yg.all",)]
    assert found.moves.moved > 0
    assert {line.after for of in found.gains for line in of.lines} == {0}, "the penalties of March no longer count"


def refused(error: type[Exception], rule: str, call: Callable[[], object]) -> UsageError:
    with pytest.raises(error) as caught:
        call()
    assert isinstance(caught.value, (UsageError, LawError, NotFound))
    assert caught.value.rule == rule
    assert caught.value.message.zh
    assert caught.value.message.en
    return caught.value  # type: ignore[return-value]


def test_a_draft_that_does_not_lint_is_refused_with_file_and_line(office: Any, draft: Callable[..., Path]) -> None:
    def twisted(model: dict[str, Any]) -> None:
        model["dimensions"][0]["cap"] = -90

    error = refused(LawError, "cap-below-floor", lambda: office.tries(draft(twisted)))
    assert "model" in str(error)
    assert ".yaml:" in str(error)


def test_a_draft_for_another_kind_of_subject_is_refused(office: Any, draft: Callable[..., Path]) -> None:
    def others(model: dict[str, Any]) -> None:
        model["for"] = ["social_organisation"]

    error = refused(UsageError, "another-kind-of-subject", lambda: office.tries(draft(others)))
    assert "social organisation" in error.message.en
    assert "企业" in error.message.zh


def test_a_draft_that_is_never_in_force_together_with_the_present_rule_is_refused(
    office: Any, draft: Callable[..., Path]
) -> None:
    def long_ago(model: dict[str, Any]) -> None:
        model["in_force"] = {"from": date(2021, 1, 1), "to": date(2021, 12, 31)}

    error = refused(UsageError, "no-common-day", lambda: office.tries(draft(long_ago)))
    assert "2024-01-01" in error.message.en
    assert "2021-12-31" in error.message.en


@pytest.mark.slow
def test_a_draft_of_next_year_is_told_on_which_days_both_hold(office: Any, draft: Callable[..., Path]) -> None:
    def next_year(model: dict[str, Any]) -> None:
        model["in_force"] = {"from": date(2027, 1, 1)}

    folder = draft(next_year)
    error = refused(UsageError, "draft-not-in-force", lambda: office.tries(folder))
    assert "2027-01-01" in error.message.en
    assert office.tries(folder, as_of=date(2027, 1, 1)).moves.moved == 0


def test_a_draft_of_another_model_is_refused_with_what_could_be_meant(office: Any, draft: Callable[..., Path]) -> None:
    def renamed(model: dict[str, Any]) -> None:
        model["id"] = "yg.enterprises"
        del model["overrides"]

    error = refused(UsageError, "draft-of-another-model", lambda: office.tries(draft(renamed)))
    assert "'yg.enterprises'" in error.message.en


def test_a_folder_without_a_pack_is_no_draft(office: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(UsageError, "no-pack-here", lambda: office.tries(tmp_path / "empty"))


def test_the_edition_in_force_is_not_compared_with_itself(office: Any) -> None:
    error = refused(UsageError, "same-edition", lambda: office.compares_editions(date(2025, 1, 1)))
    assert "2020-01-01" in error.message.en
    assert "only" not in error.message.en


def test_a_model_with_one_edition_says_so(office: Any) -> None:
    error = refused(UsageError, "same-edition", lambda: office.compares_editions(date(2021, 1, 1), model="yg.order"))
    assert "no other" in error.message.en


def test_scores_of_opposite_meaning_are_not_compared(office: Any, draft: Callable[..., Path]) -> None:
    def turned(model: dict[str, Any]) -> None:
        model["higher"] = "riskier"

    refused(UsageError, "opposite-meaning", lambda: office.tries(draft(turned)))


def test_the_same_grades_in_another_order_are_not_compared(office: Any, draft: Callable[..., Path]) -> None:
    def upside_down(model: dict[str, Any]) -> None:
        ids = [band["id"] for band in model["grades"]]
        for band, grade in zip(model["grades"], reversed(ids), strict=True):
            band["id"] = grade

    refused(UsageError, "grades-in-another-order", lambda: office.tries(draft(upside_down)))


def test_a_ledger_without_records_for_the_model_has_nobody_to_compare(
    new_office: Any, draft: Callable[..., Path]
) -> None:
    refused(NotFound, "nobody-evaluated", lambda: new_office().tries(draft()))


@pytest.mark.parametrize(
    ("shares", "model", "rule", "said"),
    [
        ("yg.check", "yg.enterprise", "no-inspection-share", "did you mean 'yg.checks'?"),
        ("yg.checks", "yg.order", "shares-without-grades", "gives no grades"),
        ("yg.wild", "yg.enterprise", "no-percentage", "130"),
    ],
)
def test_a_table_of_shares_that_does_not_fit_is_refused_before_anything_is_evaluated(
    shares: str, model: str, rule: str, said: str, office: Any, draft: Callable[..., Path]
) -> None:
    with pytest.raises((UsageError, LawError)) as caught:
        office.tries(draft(model=model), model=model, shares=shares)
    assert caught.value.rule == rule
    assert said in caught.value.message.en


def test_a_draft_is_read_with_the_law_it_is_laid_over(law: Law, draft: Callable[..., Path], packs: Path) -> None:
    current = version_in_force(law, "yg.enterprise", DAY)
    version = drafted(current, Law.load([packs, draft()], shipped=False))
    assert version.drafts == ("draft",)
    assert version.law.item("yg.penalty").id == "yg.penalty"

"""``gongxin case target|campaign|invite|opinions``: work on many subjects at once, and how it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.both_languages import both
from gongxin.cli.options import COMMON, Common, day, now
from gongxin.cli.output import print_json, print_pairs, print_table

if TYPE_CHECKING:
    from gongxin.accounts.models import Account
    from gongxin.casework.casework import Casework

#: What Excel wants at the beginning of a CSV file to read it as UTF-8.
_MARK = "\ufeff"


def target(
    campaign: str,
    *subjects: str,
    goal: Annotated[str, Parameter(help="What the subjects are helped to do. 治理目标")],
    as_: As = None,
    as_of: str | None = None,
    common: Common = COMMON,
) -> None:
    """Put subjects on the list of a campaign, a case each. 将主体列入专项治理名单."""
    casework, by = _listing(as_, common)
    from gongxin.casework.campaigns import target as put

    found = put(casework, campaign, subjects, goal=goal, by=by, as_of=day(as_of), at=now())
    if common.json:
        print_json(found.as_dict())
        return
    print_pairs({"campaign": campaign, "cases": ", ".join(found.cases)})
    for one in found.refused:
        print_pairs({one.subject_id: one.message["zh"]})


def campaign(name: str, *, as_: As = None, as_of: str | None = None, common: Common = COMMON) -> None:
    """How a campaign goes, in figures. 专项治理统计."""
    casework, _ = _listing(as_, common)
    from gongxin.casework.campaigns import figures

    found = figures(casework, name, day(as_of)).as_dict()
    print_json(found) if common.json else print_pairs(found)


def invite(*, as_: As = None, as_of: str | None = None, common: Common = COMMON) -> None:
    """Whom to invite to an interview by the results received. 应约谈的主体."""
    casework, _ = _listing(as_, common)
    found = casework.to_invite(day(as_of))
    if common.json:
        print_json({"invite": [one.as_dict() for one in found]})
        return
    rows = [(one.subject_id, one.name, one.grade, one.result_of, both(one.title), one.open_case) for one in found]
    print_table("应约谈 to invite", ("subject", "name", "grade", "of", "procedure", "open case"), rows)


def opinions(
    *,
    from_: Annotated[str, Parameter(name="--from", help="First day. 起日")],
    to: Annotated[str, Parameter(help="Last day. 止日")],
    out: Annotated[Path | None, Parameter(help="Write the table here as CSV. 另存为 CSV")] = None,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Opinions on the evaluation, summed up for the province. 对评价的意见建议汇总."""
    casework, _ = _listing(as_, common)
    found = casework.opinions(day(from_, option="--from"), day(to, option="--to"))
    if out is not None:
        out.write_text(_MARK + found.as_table(), encoding="utf-8")
    if common.json:
        print_json(found.as_dict())
        return
    print_pairs({"total": found.total, "answered": found.answered, **found.by_theme})
    rows = [(row.number, row.given_on, row.subject_name, row.about, row.opinion, row.theme) for row in found.rows]
    print_table("意见建议 opinions", ("case", "given", "subject", "about", "opinion", "theme"), rows)


def _listing(username: str | None, common: Common) -> tuple[Casework, Account]:
    """The casework, for an account that may list cases of more than its own subject."""
    workspace = office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.casework.casework import Casework

    by = acting(username)
    require(by, Action.SEE_DUE)
    return Casework(workspace), by

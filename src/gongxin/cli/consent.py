"""``gongxin consent`` and ``gongxin query-log``: what a person agrees to, takes back, and who looked whom up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.options import COMMON, Common, day, now
from gongxin.cli.output import print_json, print_table, print_tree
from gongxin.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.accounts.models import Query

app = App(name="consent", help_format="plaintext")

AsOf = Annotated[str | None, Parameter(help="Day of the act; today. 办理日期")]


@app.command
def text(purpose: str, *, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Print the text a person agrees to, with its digest. 显示同意书全文."""
    workspace = office(common)
    from gongxin.accounts.consent_text import consent_text

    _tell(consent_text(workspace.law(), purpose, day(as_of)).as_dict(), common)


@app.command
def give(
    purpose: str,
    *,
    digest: Annotated[str | None, Parameter(help="Digest of the text that was read. 已阅文本的摘要")] = None,
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Consent to a purpose, as the person whose account it is. 作出同意."""
    workspace = office(common)
    from gongxin.accounts import consents
    from gongxin.accounts.consent_text import consent_text

    on = day(as_of)
    words = consent_text(workspace.law(), purpose, on)
    if digest is not None and digest != words.digest:
        raise UsageError(
            "another-text",
            zh="同意书文本已变更，与所阅摘要不符；请用 gongxin consent text 重新阅读。",
            en="The text is not the one that was read: its digest differs. Read it again with 'gongxin consent text'.",
        )
    _tell(consents.receipt(consents.give(workspace, words, by=acting(as_), as_of=on, at=now())), common)


@app.command
def withdraw(number: str, *, as_: As = None, as_of: AsOf = None, common: Common = COMMON) -> None:
    """Withdraw a consent: its score ends, its key is destroyed. 撤回同意，销毁密钥."""
    workspace = office(common)
    from gongxin.accounts import consents

    by = acting(as_)
    consents.withdraw(workspace, number, by=by, as_of=day(as_of), at=now())
    _tell(consents.prove(workspace, number, by=by), common)


@app.command(name="list")
def list_consents(
    *,
    subject: Annotated[str | None, Parameter(help="Whose; one's own if left out. 主体")] = None,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """List a person's receipts. 列出同意回执."""
    office(common)
    from gongxin.accounts import consents

    by = acting(as_)
    rows = [consents.receipt(of) for of in consents.of_subject(by, by.subject_id if subject is None else subject)]
    if common.json:
        print_json({"consents": rows})
        return
    headings = ("number", "purpose", "given_on", "withdrawn_on")
    print_table("同意回执 consents", headings, [[row[heading] for heading in headings] for row in rows])


@app.command
def prove(number: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Show the receipt, the digest of its key, and when the key was destroyed. 证明密钥已销毁."""
    workspace = office(common)
    from gongxin.accounts import consents

    _tell(consents.prove(workspace, number, by=acting(as_)), common)


@app.command
def declare(
    number: str,
    *values: Annotated[str, Parameter(help="FIELD=VALUE of the item. 字段=值")],
    item: Annotated[str, Parameter(help="Catalogue item, within the scope of the consent. 目录事项")],
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Hand something in under a consent; it is kept sealed. 依同意提交信息，加密保存."""
    workspace = office(common)
    from gongxin.accounts import consents, declarations

    by = acting(as_)
    consent = consents.own(number, by)
    handed_in = declarations.declare(
        workspace, workspace.law(), consent, item, _fields(values), by=by, as_of=day(as_of), at=now()
    )
    _tell(handed_in.as_dict(), common)


@app.command
def show(number: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Show what is kept under a consent. 查看依同意保存的内容."""
    workspace = office(common)
    from gongxin.accounts import consents, declarations
    from gongxin.accounts.personal_score import kept_scores

    consent = consents.own(number, acting(as_))
    kept = [of.as_dict() for of in declarations.declarations(workspace, consent)]
    _tell(consents.receipt(consent) | {"declarations": kept, "scores": kept_scores(workspace, consent)}, common)


@app.command
def score(
    model: str,
    *,
    keep: Annotated[bool, Parameter(negative=(), help="Keep it, sealed. 加密留存")] = False,
    subject: Annotated[str | None, Parameter(help="Whose; one's own if left out. 主体")] = None,
    authorisation: Annotated[str, Parameter(help="By what right another's is asked for. 授权")] = "",
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """A person's score, while the consent to it stands; the look-up is logged. 个人评价结果."""
    workspace = office(common)
    from gongxin.accounts.personal_score import keep_score, personal_score

    by, on = acting(as_), day(as_of)
    if keep:
        _tell(keep_score(workspace, workspace.law(), model, by=by, as_of=on, at=now()), common)
        return
    whose = by.subject_id if subject is None else subject
    found = personal_score(
        workspace, workspace.law(), whose, model, by=by, as_of=on, at=now(), authorisation=authorisation
    )
    _tell(found.as_dict(), common)


def query_log(
    *,
    subject: Annotated[str | None, Parameter(help="Who was looked up; one's own if left out. 被查主体")] = None,
    purge: Annotated[bool, Parameter(negative=(), help="Delete what was kept long enough. 清理满期记录")] = False,
    as_: As = None,
    as_of: AsOf = None,
    common: Common = COMMON,
) -> None:
    """Who looked a subject up, what for, by what right. 查询记录."""
    workspace = office(common)
    from gongxin.accounts import query_log as log

    by = acting(as_)
    if purge:
        gone = log.purge(workspace.law(), by=by, as_of=day(as_of))
        _tell({"purged": gone}, common)
        return
    rows = [_entry(query) for query in log.queries_of(by, by.subject_id if subject is None else subject)]
    if common.json:
        print_json({"queries": rows})
        return
    headings = ("asked_on", "role", "organisation", "purpose", "authorisation")
    print_table("查询记录 queries", headings, [[row[heading] for heading in headings] for row in rows])


def _entry(query: Query) -> dict[str, object]:
    return {
        "asked_on": query.asked_on,
        "asked_at": query.asked_at.isoformat(),
        "by": None if query.by is None else query.by.username,
        "role": query.role,
        "organisation": query.organisation,
        "purpose": query.purpose,
        "authorisation": query.authorisation,
    }


def _fields(values: Sequence[str]) -> dict[str, str]:
    """``FIELD=VALUE`` pairs. Error: ``not-a-field``."""
    for value in values:
        if "=" not in value:
            raise UsageError(
                "not-a-field",
                zh="请写成 字段=值 的样子，例如 hours=12。",
                en="Write each as FIELD=VALUE, for instance hours=12.",
            )
    return dict(value.split("=", 1) for value in values)


def _tell(answer: dict[str, Any], common: Common) -> None:
    if common.json:
        print_json(answer)
    else:
        print_tree(answer)

"""``gongxin consumer``: who receives records, what they were told of them, and who has not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxin.exchange.models import Consumer, Notice

app = App(name="consumer", help_format="plaintext")

Kind = Literal["department", "lower-platform", "upper-platform", "bank", "third-party"]
AsOf = Annotated[str | None, Parameter(help="The day it is about; today if left out. 日期，缺省为今天")]


@app.command
def add(
    code: str,
    name: str,
    *,
    kind: Annotated[Kind, Parameter(help="What it is. 类别")],
    name_en: Annotated[str, Parameter(help="Its name in English. 英文名称")] = "",
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Register somebody who receives records. 登记数据使用方."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.exchange.consumers import add_consumer

    require(acting(as_), Action.KEEP_CONSUMERS)
    answer = _consumer(add_consumer(code, name, kind, name_en=name_en))
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


@app.command(name="list")
def list_consumers(*, as_: As = None, common: Common = COMMON) -> None:
    """List who receives records. 列出数据使用方."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.exchange.models import Consumer

    require(acting(as_), Action.SEE_NOTICES)
    _show("使用方 consumers", "consumers", [_consumer(found) for found in Consumer.objects.order_by("code")], common)


@app.command
def disable(code: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Tell a consumer of nothing more: it receives no records any longer. 停用数据使用方，不再通知."""
    _set_active(code, as_, common, active=False)


@app.command
def enable(code: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Tell a consumer of changes again. 恢复数据使用方."""
    _set_active(code, as_, common, active=True)


@app.command
def supply(
    code: str,
    subject: str,
    *,
    record: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    as_of: AsOf = None,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Note that a consumer is given what is shared of a subject's records: all, or those named.
    登记已向使用方提供某主体的可共享记录."""
    workspace = office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.exchange.supplies import supplied
    from gongxin.ledger import Ledger
    from gongxin.standing import shared_records
    from gongxin.subjects.identifiers import person_digest

    account, on = acting(as_), day(as_of)
    require(account, Action.KEEP_CONSUMERS)
    if subject.startswith(person_digest.PREFIX):
        # A person's records go out when somebody with the person's authorisation looks them up, and not in bulk.
        require(account, Action.SEE_PERSON)
    shared = shared_records(Ledger.open(workspace), workspace.law(), subject, on)
    chosen = [found for found in shared if not record or found in record]
    new = supplied(code, dict.fromkeys(chosen, subject), on)
    answer = {"consumer": code, "records": len(chosen), "new": new}
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


@app.command
def notices(
    code: str | None = None,
    *,
    pending: Annotated[bool, Parameter(negative=(), help="Only those not acknowledged. 仅未确认")] = False,
    overdue: Annotated[bool, Parameter(negative=(), help="Only those past their day. 仅已逾期")] = False,
    as_of: AsOf = None,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """What a consumer was told of its records; what all of them were told, if none is named. 查看通知及确认情况."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require, require_consumer
    from gongxin.exchange.models import Notice
    from gongxin.exchange.notices import notices_of
    from gongxin.exchange.notices import overdue as past_their_day

    account, on = acting(as_), day(as_of)
    if code is not None:
        require_consumer(account, Action.SEE_NOTICES, code)
        found: Iterable[Notice] = notices_of(code, pending=pending)
    else:
        require(account, Action.KEEP_CONSUMERS)
        everything = Notice.objects.select_related("consumer").order_by("id")
        found = everything.filter(acknowledged_on__isnull=True) if pending else everything
    if overdue:
        late = {notice.pk for notice in past_their_day(on)}
        found = [notice for notice in found if notice.pk in late]
    _show("通知 notices", "notices", [_notice(notice) for notice in found], common)


@app.command
def acknowledge(
    code: str, notice: tuple[int, ...], /, *, as_of: AsOf = None, as_: As = None, common: Common = COMMON
) -> None:
    """Say that the consumer has acted on notices. 确认已按通知处理."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require_consumer
    from gongxin.exchange.notices import acknowledge as note

    account = acting(as_)
    require_consumer(account, Action.ACKNOWLEDGE_NOTICE, code)
    answer = {"consumer": code, "acknowledged": note(code, notice, by=account.username, on=day(as_of))}
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


@app.command(name="still-showing")
def still_showing(*, as_of: AsOf = None, common: Common = COMMON) -> None:
    """The public list: who has not confirmed a repair, a withdrawal or a reassignment. 公开清单：尚未确认的使用方."""
    office(common)
    from gongxin.exchange.notices import still_showing as listed

    _show("尚未确认 not acknowledged", "still_showing", [entry.as_dict() for entry in listed(day(as_of))], common)


def _set_active(code: str, as_: str | None, common: Common, *, active: bool) -> None:
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.exchange.consumers import set_active

    require(acting(as_), Action.KEEP_CONSUMERS)
    answer = _consumer(set_active(code, active=active))
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


def _show(title: str, name: str, rows: Sequence[dict[str, Any]], common: Common) -> None:
    if common.json:
        print_json({name: rows})
    elif rows:
        print_table(title, list(rows[0]), [list(row.values()) for row in rows])


def _consumer(consumer: Consumer) -> dict[str, Any]:
    return {
        "code": consumer.code,
        "name": consumer.name,
        "name_en": consumer.name_en,
        "kind": consumer.kind,
        "active": consumer.active,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.pk,
        "consumer": notice.consumer.code,
        "record_id": notice.record_id,
        "change": notice.change,
        "case_no": notice.detail.get("case_no"),
        "made_on": notice.made_on,
        "due_on": notice.due_on,
        "delivered": notice.delivered_at is not None,
        "acknowledged_on": notice.acknowledged_on,
    }

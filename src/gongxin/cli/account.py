"""``gongxin account`` and ``gongxin department``: who may use the platform, in which role, for whom.

A password is never an argument, which other users of the machine could read: it comes on standard input, or is made
here and printed once. Either way its owner has to choose another at the first sign-in.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from gongxin.cli.acting import As, acting, office
from gongxin.cli.options import COMMON, Common, now
from gongxin.cli.output import print_json, print_pairs, print_table

if TYPE_CHECKING:
    from gongxin.accounts.models import Account
    from gongxin.office.models import Department

app = App(name="account", help_format="plaintext")
departments = App(name="department", help_format="plaintext")

RoleName = Literal[
    "credit-office",
    "source-department",
    "supervising-department",
    "subject",
    "authorised-user",
    "rating-agency",
    "auditor",
    "administrator",
]
FromStdin = Annotated[bool, Parameter(negative=(), help="Read the password from standard input. 从标准输入读取口令")]


@app.command(name="add")
def add(
    username: str,
    *,
    name: Annotated[str, Parameter(help="The person's name. 姓名")],
    role: Annotated[RoleName, Parameter(help="In which role. 角色")],
    department: Annotated[str, Parameter(help="Code of the department. 部门代码")] = "",
    subject: Annotated[str, Parameter(help="The subject acted for. 所代表的信用主体")] = "",
    consumer: Annotated[str, Parameter(help="Code of the consumer. 数据使用方代码")] = "",
    password_stdin: FromStdin = False,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Add an account. The first one is an administrator's and needs no --as. 添加账户."""
    office(common)
    from gongxin.accounts.keeping import NewAccount, add_account
    from gongxin.accounts.models import Account
    from gongxin.accounts.roles import Role

    by = acting(as_) if as_ is not None or Account.objects.exists() else None
    new = NewAccount(username, name, Role(role), department=department, subject_id=subject, consumer=consumer)
    password = _password(password_stdin)
    account = add_account(new, password, by=by, at=now())
    _tell(account, common, password=None if password_stdin else password)


@app.command(name="list")
def list_accounts(
    *,
    role: Annotated[RoleName | None, Parameter(help="Only this role. 仅此角色")] = None,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """List the accounts. 列出账户."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.models import Account
    from gongxin.accounts.permissions import require

    require(acting(as_), Action.KEEP_ACCOUNTS)
    found = Account.objects.select_related("department").order_by("username")
    rows = [_as_dict(account) for account in (found if role is None else found.filter(role=role))]
    if common.json:
        print_json({"accounts": rows})
        return
    headings = ("username", "name", "role", "department", "subject", "consumer", "active", "second_factor")
    print_table("账户 accounts", headings, [[row[heading] for heading in headings] for row in rows])


@app.command
def disable(username: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Disable an account; its sessions end at once. 停用账户."""
    _set_active(username, as_, common, active=False)


@app.command
def enable(username: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Bring a disabled account back. 恢复账户."""
    _set_active(username, as_, common, active=True)


@app.command
def password(username: str, *, password_stdin: FromStdin = False, as_: As = None, common: Common = COMMON) -> None:
    """Give an account another password. 重设口令."""
    office(common)
    from gongxin.accounts.keeping import give_password
    from gongxin.accounts.permissions import any_account

    given = _password(password_stdin)
    account = any_account(username)
    give_password(account, given, by=acting(as_), at=now())
    _tell(account, common, password=None if password_stdin else given)


@app.command(name="reset-second-factor")
def reset_second_factor(username: str, *, as_: As = None, common: Common = COMMON) -> None:
    """Take a lost second factor away, so that another can be enrolled. 清除丢失的第二因素."""
    office(common)
    from gongxin.accounts.keeping import remove_second_factor
    from gongxin.accounts.permissions import any_account

    account = any_account(username)
    remove_second_factor(account, by=acting(as_), at=now())
    _tell(account, common)


@app.command(name="change")
def change(
    username: str,
    *,
    role: Annotated[RoleName, Parameter(help="The role from now on. 改任的角色")],
    department: Annotated[str, Parameter(help="Code of its department. 部门代码")] = "",
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Give an account of the offices another role or department. 改任角色或部门."""
    office(common)
    from gongxin.accounts.keeping import change_post
    from gongxin.accounts.permissions import any_account
    from gongxin.accounts.roles import Role

    account = any_account(username)
    change_post(account, Role(role), department, by=acting(as_), at=now())
    _tell(account, common)


@app.command(name="log")
def log(
    username: Annotated[str | None, Parameter(help="Only this account. 仅此账户")] = None,
    /,
    *,
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """What was done to accounts: by whom, when. 账户变更日志."""
    office(common)
    from gongxin.accounts.change_log import changes_seen
    from gongxin.accounts.permissions import any_account

    if username is not None:
        username = any_account(username).username
    rows = [
        {
            "at": row.at.isoformat(),
            "account": row.account.username,
            "change": row.change,
            "by": row.by.username if row.by is not None else None,
            "detail": row.detail,
        }
        for row in changes_seen(acting(as_), username)
    ]
    if common.json:
        print_json({"changes": rows})
        return
    headings = ("at", "account", "change", "by", "detail")
    print_table("账户变更 changes", headings, [[row[heading] for heading in headings] for row in rows])


@departments.command(name="add")
def add_department(
    code: str,
    name: str,
    *,
    name_en: Annotated[str, Parameter(help="Its name in English. 英文名称")] = "",
    source: Annotated[str, Parameter(help="The name it hands records in under. 报送数据所用名称")] = "",
    region: Annotated[str, Parameter(help="Region code. 行政区划代码")] = "",
    as_: As = None,
    common: Common = COMMON,
) -> None:
    """Add a department. 添加部门."""
    office(common)
    from gongxin.accounts import keeping

    made = keeping.add_department(code, name, by=acting(as_), name_en=name_en, source=source, region=region)
    answer = _department(made)
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


@departments.command(name="list")
def list_departments(*, as_: As = None, common: Common = COMMON) -> None:
    """List the departments. 列出部门."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.office.models import Department

    require(acting(as_), Action.KEEP_ACCOUNTS)
    rows = [_department(department) for department in Department.objects.order_by("code")]
    if common.json:
        print_json({"departments": rows})
        return
    headings = ("code", "name", "name_en", "source", "region")
    print_table("部门 departments", headings, [[row[heading] for heading in headings] for row in rows])


def _set_active(username: str, as_: str | None, common: Common, *, active: bool) -> None:
    office(common)
    from gongxin.accounts.keeping import set_active
    from gongxin.accounts.permissions import any_account

    account = any_account(username)
    set_active(account, active, by=acting(as_), at=now())
    _tell(account, common)


def _password(from_stdin: bool) -> str:
    from gongxin.accounts.passwords import new_password

    return sys.stdin.readline().rstrip("\r\n") if from_stdin else new_password()


def _tell(account: Account, common: Common, *, password: str | None = None) -> None:
    answer = _as_dict(account) | ({} if password is None else {"password": password})
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


def _as_dict(account: Account) -> dict[str, object]:
    from gongxin.accounts.second_factor import enrolled

    return {
        "username": account.username,
        "name": account.name,
        "role": account.role,
        "department": None if account.department is None else account.department.code,
        "subject": account.subject_id or None,
        "consumer": account.consumer or None,
        "active": account.is_active,
        "must_change_password": account.password_given,
        "second_factor": enrolled(account),
    }


def _department(department: Department) -> dict[str, object]:
    return {
        "code": department.code,
        "name": department.name,
        "name_en": department.name_en,
        "source": department.source,
        "region": department.region,
    }

"""Who acts at the command line: the office of the workspace is opened, and the account named by ``--as`` found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from gongxin.errors import UsageError

if TYPE_CHECKING:
    from gongxin.accounts.models import Account
    from gongxin.cli.options import Common
    from gongxin.workspace import Workspace

#: The account that acts. Whoever can run commands on this workspace is trusted to say truly who it is.
As = Annotated[str | None, Parameter(name="--as", help="User name of the account that acts. 办理账户的用户名")]


def office(common: Common) -> Workspace:
    """The workspace, its office opened."""
    from gongxin.office.setup import open_office

    workspace = common.workspace()
    open_office(workspace)
    return workspace


def acting(username: str | None) -> Account:
    """The account of that name. Errors: ``nobody-acts`` where none was named, ``no-account``, ``account-disabled``."""
    from gongxin.accounts.permissions import account_named

    if username is None:
        raise UsageError(
            "nobody-acts",
            zh="请用 --as 用户名 说明由谁办理；用 gongxin account list 查看账户。",
            en="Say who acts with --as USER; 'gongxin account list' shows the accounts.",
            where="--as",
        )
    return account_named(username)

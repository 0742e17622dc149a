"""``python -m tests.browser.furnishing``: people and departments for a small town, in the office of ``GONGXIN_HOME``.

Run as a process of its own, since Django works on one office a process. Prints nothing; the town's passwords are one.
"""

from __future__ import annotations

import os

from tests.browser.town import BRIDGE_CODE, MARKET, SWALLOW_CODE

from gongxin.office.setup import open_office
from gongxin.workspace import Workspace

#: What everybody of the town signs in with.
PASSWORD = "a-quiet-lake-in-june"


def furnish(workspace: Workspace) -> None:
    """张工 of the engineering firm, 孙经理 of the taxi company, the clerks 李 and 周 of market regulation, 王 of the
    credit office, the administrator; a bank that receives records."""
    open_office(workspace)
    from gongxin.accounts.models import Account
    from gongxin.exchange.models import Consumer
    from gongxin.office.models import Department

    market = Department.objects.create(code="market", name=MARKET, source=MARKET)
    Consumer.objects.create(code="bank", name="云泽农村商业银行", name_en="Yunze Rural Commercial Bank", kind="bank")
    for username, name, role, more in (
        ("zhang", "张工", "subject", {"subject_id": BRIDGE_CODE}),
        ("sun", "孙经理", "subject", {"subject_id": SWALLOW_CODE}),
        ("li", "李", "source-department", {"department": market}),
        ("zhou", "周", "source-department", {"department": market}),
        ("wang", "王", "credit-office", {}),
        ("root", "管理员", "administrator", {}),
    ):
        account = Account(username=username, name=name, role=role, **more)
        account.set_password(PASSWORD)
        account.save()


if __name__ == "__main__":
    furnish(Workspace.open(os.environ["GONGXIN_HOME"]))

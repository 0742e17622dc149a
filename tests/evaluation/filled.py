"""A ledger with records of every item that a shipped model reads, revised and compacted, and what happened to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.subjects.kinds import SubjectKind
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from gongxin.law.schema.model import EvaluationModel

SUBJECTS = 600
KINDS = ["warning", "fine", "fine,confiscation", "revocation", "1,15,30", "2,3,44", "70"]
LAW = Law.load()
MODELS = [pytest.param(model, id=f"{model.id}-{model.in_force.from_}") for model in LAW.models]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """Records of every item that a shipped model reads, with values its conditions ask for, and events on them."""
    ledger = Ledger.open(Workspace.create(tmp_path_factory.mktemp("platform"), buckets=4))
    with ledger.connect(threads=1) as connection:
        for number in range(2):
            with ledger.begin(item="i", source="office", as_of=date(2025, 9, 1)) as batch:
                batch.append("record", connection, invented_records(version=number + 1))
                batch.append("event", connection, EVENTS)
                batch.append("event", connection, consents())
                batch.commit({}, "digest", synthetic=True)
    ledger.compact()
    return ledger


def one_of(texts: list[str], salt: int) -> str:
    listed = ", ".join("NULL" if text is None else f"'{text}'" for text in texts)
    return f"[{listed}][1 + CAST(hash(n, item, v, {salt}) % {len(texts)} AS INTEGER)]"


#: Codes that conditions ask for, by item, and those for any other item.
CODES = {
    "cn.sector-roll": ["construction", "environment", "market-risk", "medical-insurance", "tourism"],
    "cn.tax-information": ["first-filing", "regular", "tax-assessment"],
    "cn.tax-indicator": ["010101", "010102", "010103", "010304"],
}
OTHER_CODES = [
    "business", "tax-arrears", "quality-spot-check", "special", "national", "industry", "non-normal-taxpayer",
]  # fmt: skip


def code_of_item() -> str:
    whens = " ".join(f"WHEN '{item}' THEN {one_of(codes, 2)}" for item, codes in CODES.items())
    return f"CASE item {whens} ELSE {one_of(OTHER_CODES, 2)} END"


def invented_records(version: int) -> str:
    items = sorted({item for model in LAW.models for item in (*items_of(model), *model.requires)})
    kinds = [kind.value for kind in SubjectKind]
    days = "CAST(DATE '2010-01-01' + CAST(hash(n, item, v, {salt}) % 6000 AS INTEGER) AS DATE)"
    columns = {
        "record_id": "md5(item || '-' || n)",
        "version": "v",
        "content": "'c' || v",
        "subject_id": "'subject' || n",
        "subject_kind": f"[{', '.join(repr(kind) for kind in kinds)}][1 + n % {len(kinds)}]",
        "item": "item",
        "title": one_of(["Canvass", "非法吸收公众存款案", "逃废金融债务", "商品案"], 1),
        "code": code_of_item(),
        "kinds": f"string_split({one_of(KINDS, 3)}, ',')",
        "level": one_of(["passed", "failed", "refused", "A", "B", "C", "D", "pass", "conditions", "fail"], 4),
        "value": "CAST(hash(n, item, v, 5) % 100 AS DECIMAL(18,6))",
        "amount": "CAST(hash(n, item, v, 6) % 30000000 / 100 AS DECIMAL(18,2))",
        "severity": one_of(["minor", "general", "serious", None], 7),  # type: ignore[list-item]
        "procedure": one_of(["simplified", "ordinary", None], 8),  # type: ignore[list-item]
        "field": one_of(["food", "market", "work-safety", "environment"], 9),
        "status": one_of(["kept", "broken", "valid"], 10),
        "occurred_on": days.format(salt=11),
        "determined_on": days.format(salt=12),
        "published_on": days.format(salt=13),
        "effective_from": days.format(salt=14),
        "effective_to": f"CASE WHEN n % 3 = 0 THEN {days.format(salt=15)} END",
        "authority": one_of(["云泽市市场监督管理局", "云泽市财政局"], 16),
        "region": one_of(["990101", "330100"], 17),
        "no_penalty": "n % 50 = 0",
        "payload": 'concat(\'{"whom":"\', '
        + one_of(["itself", "main-person"], 18)
        + ', \'","obligation":"\', '
        + one_of(["归还借款本金", "支付货款"], 19)
        + ', \'","risk":"\', '
        + one_of(["high", "medium", "low"], 20)
        + ', \'","facility_type":"\', '
        + one_of(["Restaurant", "School", "Daycare", "Grocery Store"], 21)
        + ", '\"}')",
    }
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    some = "true" if version == 1 else "n % 10 = 0"
    return (
        f"SELECT {listed} FROM (SELECT n, item, {version} AS v FROM range({SUBJECTS}) t(n),"
        f" (SELECT unnest({items}) AS item)) WHERE {some} AND hash(n, item) % 3 > 0"
    )


EVENTS = """
    SELECT md5('e' || n) AS event_id, md5('cn.penalty-' || n) AS record_id, 'subject' || n AS subject_id,
        ['repaired', 'withdrawn', 'objection_opened', 'shielded', 'list_exit', 'consent_given'][1 + n % 6] AS kind,
        CAST(DATE '2015-01-01' + CAST(hash(n, 22) % 3600 AS INTEGER) AS DATE) AS effective_on, 'c' || n AS case_no
    FROM range(0, 300, 3) t(n)
    UNION ALL
    SELECT md5('v' || n), md5('cn.penalty-' || n), 'subject' || n, 'repair_revoked', DATE '2020-06-01', 'v' || n
    FROM range(0, 300, 12) t(n)"""


def consents() -> str:
    """Everybody consents to every purpose that a model over natural persons rests on."""
    purposes = sorted({model.consent.purpose for model in LAW.models if model.consent is not None}) or ["none"]
    return (
        "SELECT md5(purpose || n) AS event_id, 'subject' || n AS subject_id, 'consent_given' AS kind,"
        " DATE '2010-01-01' AS effective_on, '{\"purpose\":\"' || purpose || '\"}' AS detail"
        f" FROM range({SUBJECTS}) t(n), (SELECT unnest({purposes}) AS purpose)"
    )


def items_of(model: EvaluationModel) -> set[str]:
    from gongxin.evaluation.plan import make_plan

    return set(make_plan(model, model.in_force.from_).items)


def day_of(model: EvaluationModel) -> date:
    """A day on which a model is in force: 2025-09-01, or the one nearest to it."""
    return max(min(model.in_force.to or date(2025, 9, 1), date(2025, 9, 1)), model.in_force.from_)

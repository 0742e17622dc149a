"""A person's score: worked out when asked for, while its owner's consent stands, and seen by those with a right to.

Whoever reads a score through here is noted in the query log. The consent is asked of the office, where a withdrawal
holds from the moment it was made, as well as of the ledger, where evaluations ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.accounts.actions import Action
from gongxin.accounts.consents import standing_on
from gongxin.accounts.models import Consent
from gongxin.accounts.permissions import require_subject
from gongxin.accounts.query_log import log_query
from gongxin.accounts.sealing import seal, unseal
from gongxin.errors import NotFound, UsageError
from gongxin.evaluation.explain import Explanation, explain
from gongxin.ledger import Ledger

if TYPE_CHECKING:
    from datetime import date, datetime

    from gongxin.accounts.models import Account
    from gongxin.law.library import Law
    from gongxin.workspace import Workspace

_SCORE = "score:"


def personal_score(
    workspace: Workspace,
    law: Law,
    subject_id: str,
    model: str,
    *,
    by: Account,
    as_of: date,
    at: datetime,
    authorisation: str = "",
) -> Explanation:
    """The person's score by a model that rests on consent, unfolded.

    Errors: ``not-allowed``, ``another-subject``, ``person-without-authorisation``, ``not-by-consent`` for a model that
    does not rest on consent, ``no-score-without-consent``, and those of :func:`gongxin.evaluation.explain.explain`.
    """
    require_subject(by, Action.SEE_PERSON, subject_id, authorisation=authorisation, as_of=as_of)
    consent = _consent(law, subject_id, model, as_of)
    log_query(by, subject_id, purpose=f"score {model}", authorisation=authorisation, on=as_of, at=at)
    return explain(Ledger.open(workspace), law, consent.subject_id, model, as_of=as_of)


def keep_score(workspace: Workspace, law: Law, model: str, *, by: Account, as_of: date, at: datetime) -> dict[str, Any]:
    """Work out the account's own score and keep it, sealed under its consent, to be shown later as it stood."""
    require_subject(by, Action.GIVE_CONSENT, by.subject_id)
    explanation = personal_score(workspace, law, by.subject_id, model, by=by, as_of=as_of, at=at)
    content = _plain(explanation)
    consent = _consent(law, by.subject_id, model, as_of)
    seal(workspace, consent, f"{_SCORE}{model}:{as_of.isoformat()}", content, at=at)
    return content


def kept_scores(workspace: Workspace, consent: Consent) -> list[dict[str, Any]]:
    """The scores kept under a consent, in order. Error: ``key-destroyed`` once it is withdrawn."""
    kept = consent.sealed.filter(name__startswith=_SCORE).order_by("name").select_related("consent")
    return [unseal(workspace, sealed) for sealed in kept]


def ended(law: Law, subject_id: str, as_of: date) -> frozenset[str]:
    """The models whose score of the person ended with a withdrawal, also one that the ledger has not been told of yet.

    Whoever shows conclusions drawn from the ledger leaves these out.
    """
    words = dict(Consent.objects.filter(subject_id=subject_id).order_by("pk").values_list("purpose", "withdrawn_on"))
    return frozenset(
        model.id
        for model in law.models
        if model.consent is not None
        and model.in_force.covers(as_of)
        and words.get(model.consent.purpose) is not None  # the last word on the purpose
    )


def _consent(law: Law, subject_id: str, model: str, as_of: date) -> Consent:
    """The consent that the score rests on; one withdrawn since does not serve, whatever day is asked about."""
    rests_on = law.model(model, as_of).consent
    if rests_on is None:
        raise UsageError(
            "not-by-consent",
            zh=f"模型 {model!r} 不以本人同意为依据，不是个人评价。",
            en=f"The model {model!r} does not rest on consent: it makes no personal score.",
            where=model,
        )
    standing = standing_on(as_of).filter(subject_id=subject_id, purpose=rests_on.purpose, withdrawn_on__isnull=True)
    consent = standing.first()
    if consent is None:
        raise NotFound(
            "no-score-without-consent",
            zh="没有本人有效的同意，个人评价不存在；本人可用 gongxin consent give 或在“我的账户”中作出同意。",
            en="Without the person's standing consent there is no score; the person can give it with "
            "'gongxin consent give', or under 'my account'.",
        )
    return consent


def _plain(explanation: Explanation) -> dict[str, Any]:
    """What is kept: the score and its parts with every digit, and what it takes to work them out again."""
    return {
        "model": explanation.model,
        "as_of": explanation.as_of.isoformat(),
        "known_at": explanation.known_at,
        "law": explanation.law.version,
        "score": str(explanation.score),
        "grade": explanation.grade,
        "contributions": [
            {"indicator": part.indicator, "record_id": part.record_id, "points": str(part.points)}
            for part in explanation.contributions
        ],
    }

"""What a person hands in under a consent: kept sealed, readable while the consent stands, gone with its key.

Items that persons come under by their consent only never enter the ledger, which forgets nothing
(:func:`gongxin.intake.pipeline.take` refuses files of them). What a person wants on file under such an item is handed
in here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.accounts.actions import Action
from gongxin.accounts.consent_text import by_consent_only
from gongxin.accounts.permissions import require_subject
from gongxin.accounts.sealing import seal, unseal
from gongxin.errors import NotFound, UsageError
from gongxin.intake.personal import covered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gongxin.accounts.models import Account, Consent
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem
    from gongxin.workspace import Workspace

_DECLARATION = "declaration:"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One thing a person handed in: under which item, when, and what its fields say."""

    item: str
    handed_in_on: date
    values: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """The declaration as plain data."""
        return {"item": self.item, "handed_in_on": self.handed_in_on.isoformat(), "values": self.values}


def declare(
    workspace: Workspace,
    law: Law,
    consent: Consent,
    item: str,
    values: Mapping[str, str],
    *,
    by: Account,
    as_of: date,
    at: datetime,
) -> Declaration:
    """Hand in what the fields of ``item`` say, under a consent whose scope has it.

    Who the person is, the account says: fields that tell it are not asked for, and identity numbers written elsewhere
    are covered. Errors: ``not-allowed``, ``another-subject``, ``consent-withdrawn``, ``outside-the-consent``,
    ``item-not-by-consent``, ``unknown-field``, ``field-missing``.
    """
    require_subject(by, Action.GIVE_CONSENT, consent.subject_id)
    _check_standing(consent)
    _check_item(law, consent, item, values)
    declaration = Declaration(item, as_of, {name: covered(value) for name, value in values.items()})
    seal(workspace, consent, f"{_DECLARATION}{item}:{secrets.token_hex(4)}", declaration.as_dict(), at=at)
    return declaration


def declarations(workspace: Workspace, consent: Consent) -> list[Declaration]:
    """What was handed in under the consent, in order. The caller has asked whether the account may see it.

    Error: ``consent-withdrawn``.
    """
    from datetime import date

    _check_standing(consent)
    kept = consent.sealed.filter(name__startswith=_DECLARATION).order_by("sealed_at", "pk").select_related("consent")
    opened = [unseal(workspace, sealed) for sealed in kept]
    return [Declaration(of["item"], date.fromisoformat(of["handed_in_on"]), of["values"]) for of in opened]


def _check_standing(consent: Consent) -> None:
    if consent.withdrawn_on is not None:
        raise NotFound(
            "consent-withdrawn",
            zh="该同意已撤回，依据它保存的内容已随密钥销毁；如需继续，请重新作出同意。",
            en="This consent was withdrawn, and what was kept under it is gone with its key; consent anew to go on.",
            where=consent.number,
        )


def _check_item(law: Law, consent: Consent, item: str, values: Mapping[str, str]) -> None:
    of = law.item(item)
    if item not in consent.scope:
        listed = "、".join(consent.scope) or "–"
        raise UsageError(
            "outside-the-consent",
            zh=f"该同意不包括事项 {item!r}；范围：{listed}。",
            en=f"This consent does not cover the item {item!r}; its scope: {listed}.",
            where=consent.number,
        )
    if not by_consent_only(of):
        raise UsageError(
            "item-not-by-consent",
            zh=f"事项 {item!r} 依法归集，由部门报送，不由本人提交。",
            en=f"The item {item!r} rests on a statute: departments hand it in, not the person.",
            where=item,
        )
    fields = {field.id: field for field in of.fields if not _tells_who(of, field)}
    for name in values:
        if name not in fields:
            raise UsageError(
                "unknown-field",
                zh=f"事项没有可填的字段 {name!r}；可用：{'、'.join(sorted(fields))}",
                en=f"The item has no field {name!r} to fill in; there are {', '.join(sorted(fields))}",
                where=item,
            )
    for name, field in fields.items():
        if field.required is True and not values.get(name, "").strip():
            raise UsageError(
                "field-missing",
                zh=f"缺少必填字段“{field.title.zh}”（{name}）。",
                en=f"The field {name} ({field.title.en}) is required.",
                where=item,
            )


def _tells_who(item: CatalogueItem, field: CatalogueField) -> bool:
    subject = item.subject
    return field.personal is not None or field.id in (subject.code, subject.name, subject.category, subject.person_id)

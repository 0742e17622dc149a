"""Words that give personal data away, so that nobody is asked for it in passing."""

from __future__ import annotations

import pytest

from gongxin.law.personal import seems_personal


@pytest.mark.parametrize(
    "words",
    [
        ["id_number"],
        ["经办人身份证件"],
        ["copy of the identity card"],
        ["passport"],
        ["home_address"],
        ["法定代表人手机号"],
        ["proof", "银行账户流水"],
        ["birth-date"],
        ["medical_record"],
    ],
)
def test_what_tells_about_a_person_is_noticed(words: list[str]) -> None:
    assert seems_personal(words)


@pytest.mark.parametrize(
    "words",
    [
        ["commitment-letter", "信用承诺书"],
        ["registration-certificate", "主要登记证照", "main registration certificate"],
        ["proof-of-performance", "已履行处罚的证明"],
        ["corrections", "to_subject", "valid_to", "papers_due"],
        ["attended_as", "到场人职务"],
        ["court-ruling", "批准重整计划的裁定"],
        ["surface treatment", "interface"],
        [],
    ],
)
def test_what_tells_about_an_organisation_or_a_matter_is_not(words: list[str]) -> None:
    assert not seems_personal(words)

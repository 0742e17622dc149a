"""The five kinds of credit subject (五类主体)."""

from __future__ import annotations

from enum import StrEnum


class SubjectKind(StrEnum):
    """Whom public credit information is about. An individual business (个体工商户) is an enterprise with a flag."""

    ENTERPRISE = "enterprise"
    NATURAL_PERSON = "natural_person"
    SOCIAL_ORGANISATION = "social_organisation"
    PUBLIC_INSTITUTION = "public_institution"
    GOVERNMENT_BODY = "government_body"

    @property
    def zh(self) -> str:
        """The kind's name in Chinese."""
        return _TITLES[self][0]

    @property
    def en(self) -> str:
        """The kind's name in English."""
        return _TITLES[self][1]


_TITLES = {
    SubjectKind.ENTERPRISE: ("企业", "enterprise"),
    SubjectKind.NATURAL_PERSON: ("自然人", "natural person"),
    SubjectKind.SOCIAL_ORGANISATION: ("社会组织", "social organisation"),
    SubjectKind.PUBLIC_INSTITUTION: ("事业单位", "public institution"),
    SubjectKind.GOVERNMENT_BODY: ("政府机构", "government body"),
}

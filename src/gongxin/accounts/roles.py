"""Roles: in which capacity somebody uses the platform."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One account has one role; who has two posts has two accounts, so that two pairs of eyes stay two."""

    CREDIT_OFFICE = "credit-office"
    SOURCE_DEPARTMENT = "source-department"
    SUPERVISING_DEPARTMENT = "supervising-department"
    SUBJECT = "subject"  # an enterprise's agent, or a citizen, for the one subject of the account
    AUTHORISED_USER = "authorised-user"  # a bank or another user with authorisation
    RATING_AGENCY = "rating-agency"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"  # keeps accounts and departments; decides nothing

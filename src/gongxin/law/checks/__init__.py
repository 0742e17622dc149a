"""Checks across documents: that what is cited, named and computed in one place exists and fits in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.checks.catalogue import check_catalogue
from gongxin.law.checks.instruments import check_citations
from gongxin.law.checks.models import check_models
from gongxin.law.checks.procedures import check_procedures
from gongxin.law.checks.publicity import check_publicity
from gongxin.law.checks.years import check_years

if TYPE_CHECKING:
    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems


def check(statutes: Statutes, problems: Problems) -> None:
    """Note all that does not hold together."""
    check_citations(statutes, problems)
    check_catalogue(statutes, problems)
    check_publicity(statutes, problems)
    check_models(statutes, problems)
    check_procedures(statutes, problems)
    check_years(statutes, problems)

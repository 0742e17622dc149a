"""Simulation: two versions of a model on one snapshot of the ledger; who moves, by what, and what it entails.

:func:`simulate` compares two :class:`Version`\\ s; ``version_in_force``, ``drafted`` and ``edition_of`` make them.
docs/simulate.md has a worked example.
"""

from gongxin.evaluation.simulation.results import Simulation
from gongxin.evaluation.simulation.run import simulate
from gongxin.evaluation.simulation.versions import Version, drafted, edition_of, version_in_force

__all__ = ["Simulation", "Version", "drafted", "edition_of", "simulate", "version_in_force"]

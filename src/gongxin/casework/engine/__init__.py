"""The engine that runs every procedure: functions over plain values, without a database and without a clock.

A :class:`Situation` is where a case stands; :class:`Rules` is what it runs by. :func:`begin` makes the first situation,
:func:`possible` tells what somebody may do in one, :func:`make` what comes of doing it, :func:`next_silence` what the
clock does once a term is over. What is true of one procedure alone stands in a pack, never here.
"""

from __future__ import annotations

from gongxin.casework.engine.lateness import working_days_late
from gongxin.casework.engine.making import Made, begin, make
from gongxin.casework.engine.possible import Person, Possible, possible
from gongxin.casework.engine.refusals import NotPossible
from gongxin.casework.engine.rules import Rules, Terms
from gongxin.casework.engine.silence import Silence, next_silence
from gongxin.casework.engine.situation import OPENING, PastMove, Run, Situation

__all__ = [
    "OPENING",
    "Made",
    "NotPossible",
    "PastMove",
    "Person",
    "Possible",
    "Rules",
    "Run",
    "Silence",
    "Situation",
    "Terms",
    "begin",
    "make",
    "next_silence",
    "possible",
    "working_days_late",
]

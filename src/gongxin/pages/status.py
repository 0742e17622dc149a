"""The four tones of badges and banners, and which of them an outcome has."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """Colours that help to see what the words say; never without the words."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


_OF_OUTCOME = {
    "granted": Tone.GOOD,
    "kept": Tone.GOOD,
    "refused": Tone.BAD,
    "broken": Tone.BAD,
    "lapsed": Tone.WARN,
}


def tone_of(outcome: str | None) -> Tone:
    """The tone of a case's outcome; plain for one that is open or was withdrawn."""
    return _OF_OUTCOME.get(outcome or "", Tone.PLAIN)

"""Names of papers: the last part of a path, without control characters, without an identity number."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from gongxin.intake.personal import covered

_LONGEST, _LONGEST_ENDING = 120, 5  # characters
#: Characters that mean something to a shell, a browser or a file system, and nothing to a reader.
_UNSAFE = str.maketrans(dict.fromkeys('<>:"|?*\0', "_"))


def clean_name(name: str, form: str) -> str:
    """The name under which a paper is kept, ending in its true form."""
    last = PurePosixPath(name.replace("\\", "/")).name
    readable = "".join(one for one in unicodedata.normalize("NFC", last) if unicodedata.category(one)[0] != "C")
    stem, dot, ending = covered(readable).translate(_UNSAFE).rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > _LONGEST_ENDING:
        stem = stem + dot + ending
    stem = stem.strip(" .")[:_LONGEST] or "paper"
    return f"{stem}.{form}"

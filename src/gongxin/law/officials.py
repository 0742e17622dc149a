"""Fields that may tell who the official was: their names give them away, so a pack has to say what they are.

The words are those under which departments' files were seen to carry the person who handled, inspected or investigated.
They only make an author answer the question; the answer, ``official: true`` or ``false``, is the author's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS = re.compile(
    r"经办人|承办人|办案人|执法人员|执法人姓名|检查人员|检查员|调查人员|审批人|审核人"
    r"|\b(?:inspector|inspected[ _]by|officer|investigator|case[ _]?worker|handler|handled[ _]by)\b",
    re.IGNORECASE,
)


def seems_official(names: Iterable[str]) -> bool:
    """Whether one of a field's names sounds like a person who acted for an authority."""
    return any(_WORDS.search(name.replace("-", " ")) for name in names)

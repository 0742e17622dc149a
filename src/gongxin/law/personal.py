"""Words that tell of personal data: what a procedure may not ask of people unless an instrument does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHINESE = re.compile(
    r"身份证|身份证件|护照|通行证|户口|户籍|指纹|人脸|照片|手机号|电话号码|住址|家庭|病历|健康|银行卡|银行账户|存款|收入证明|婚姻|宗教|民族"
)
_ENGLISH = re.compile(
    r"\b(identity (card|document|number)|id[ _-]?(card|number|no)|passports?|household|fingerprints?|photo(graph)?s?"
    r"|face|phone|mobile|home[ _-]?address|family|medical|health|bank[ _-]?(card|account)|deposits?"
    r"|incomes?|marri(age|ed)|religio(n|us)|ethnic\w*|birth\w*|gender)\b",
    re.IGNORECASE,
)


def seems_personal(words: Iterable[str]) -> bool:
    """Whether ids or titles sound as if something about a natural person were asked for.

    The kinds are those of 浙江省公共信用信息管理条例, article 14, and 个人信息保护法, article 28, and what identifies a
    person.
    """
    return any(_CHINESE.search(word) or _ENGLISH.search(word.replace("_", " ").replace("-", " ")) for word in words)

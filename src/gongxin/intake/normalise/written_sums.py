"""Sums of money written out in Chinese numerals: 伍万元整, 三千零五十元, 壹佰贰拾叁元肆角伍分."""

from __future__ import annotations

from gongxin.intake.normalise.spelling import bound

_FORMAL = "〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖拾佰仟萬億圆"
_SIMPLE = "0012345678921234567" + "89十百千万亿元"
_NUMERALS = "〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖"

#: What a sum in words looks like; whether it makes sense is found out when it is worked out.
WRITTEN_SUM = f"[{_NUMERALS}十百千万亿拾佰仟萬億]+[元圆](?:[{_NUMERALS}]角)?(?:[{_NUMERALS}]{{1,2}}分)?"

# Numerals within a section of four digits, once they are written in digits and plain signs. A place left out must be
# marked by a nought: 三千零五 is 3005, and 三千五 could be 3005 or 3500 and is not understood.
_TENS = "[1-9]?十[1-9]?"
_HUNDREDS = f"[1-9]百(?:{_TENS}|0[1-9])?"
_SECTION = f"(?:[1-9]千(?:{_HUNDREDS}|0{_TENS}|0[1-9])?|{_HUNDREDS}|{_TENS}|[1-9])"
_SENSIBLE = f"(?:0|(?:{_SECTION}亿)?0?(?:{_SECTION}万)?0?{_SECTION}?)元(?:([1-9])角)?(?:0?([1-9])分)?"


def written_sum_sql(text: str) -> str:
    """Yuan, as DECIMAL(20,2), of a text that looks like :data:`WRITTEN_SUM`; NULL if it makes no sense."""
    sections = {
        "regexp_extract(sum, '^([^亿]*)亿', 1)": 100_000_000,
        "regexp_extract(sum, '^(?:[^亿]*亿)?([^万]*)万', 1)": 10_000,
        "regexp_extract(sum, '^(?:[^亿]*亿)?(?:[^万]*万)?([^元]*)元', 1)": 1,
    }
    yuan = " + ".join(f"({_section_sql(section)}) * {factor}" for section, factor in sections.items())
    cents = f"{_digit('sum', '([1-9])角')} * 0.1 + {_digit('sum', '([1-9])分')} * 0.01"
    worked_out = f"CAST({yuan} + {cents} AS DECIMAL(20,2))"
    checked = f"CASE WHEN regexp_full_match(sum, '{_SENSIBLE}') THEN {worked_out} END"
    return bound("sum", f"translate({text}, '{_FORMAL}', '{_SIMPLE}')", checked)


def _section_sql(section: str) -> str:
    tens = f"CASE WHEN contains({section}, '十') THEN greatest({_digit(section, '([1-9])十')}, 1) ELSE 0 END"
    return (
        f"{_digit(section, '([1-9])千')} * 1000 + {_digit(section, '([1-9])百')} * 100 + {tens} * 10 + "
        f"{_digit(section, '([1-9])$')}"
    )


def _digit(text: str, pattern: str) -> str:
    return f"coalesce(TRY_CAST(regexp_extract({text}, '{pattern}', 1) AS BIGINT), 0)"

"""Names made by combination: nobody's. Those of organisations bear the invented city's name, and no two are alike.

A name is worked out from the subject's number alone. The number is scattered over all combinations by a step that has
no divisor in common with their count, which neither leaves one out nor makes one twice.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal
from gongxin.synth.places import CITY, CITY_SHORT, DISTRICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.synth.draws import Draws

_SHOP = (
    "青禾云海天瑞丰盛达信德和兴隆泰祥鼎宏明远博源润泽松柏林溪星辰月华清风朗逸嘉佳美乐康宁安顺福禄喜临门晨曦光耀金玉石竹"
)
_STEP = 15_485_863

_SURNAMES = "云泽禾溪柏松竺岑郜郗邰蔺闵鄢晏璩逄殳寿宿"
_GIVEN = "一二三四五六七八九十甲乙丙丁子丑寅卯辰巳午未"

# fmt: off
_TRADES = (
    "科技", "贸易", "建设工程", "物流", "餐饮管理", "电子商务", "机械制造", "服装", "化工", "食品", "医疗器械",
    "环保科技", "出租汽车", "物业服务", "人力资源", "广告传媒", "装饰工程", "农业开发", "新能源", "家具制造",
    "印刷包装", "房地产开发", "旅游", "文化传播", "仓储", "检测技术", "园林绿化", "五金制品", "纺织", "水产",
    "药业", "汽车维修",
)
_SHOPS = (
    "面馆", "小吃店", "便利店", "理发店", "水果店", "五金店", "服装店", "茶叶店", "建材经营部", "汽车修理店", "花店",
    "烘焙坊",
)
# fmt: on

#: Endings of the names of each kind of body, by the two characters that begin its code.
_ENDINGS: dict[str, tuple[str, ...]] = {
    "91": (*(f"{trade}有限公司" for trade in _TRADES), *(f"{trade}股份有限公司" for trade in _TRADES[::6])),
    "92": (*_SHOPS[2:], *(f"{shop}（个体工商户）" for shop in _SHOPS[:2])),
    "93": ("农产品专业合作社", "果蔬专业合作社", "水产养殖专业合作社", "农机专业合作社"),
    "51": tuple(f"{trade}行业协会" for trade in _TRADES),
    "52": ("培训学校", "幼儿园", "养老服务中心", "社会工作服务中心", "康复中心", "艺术馆"),
    "53": ("公益基金会", "教育基金会", "慈善基金会"),
    "12": ("小学", "中学", "社区卫生服务中心", "图书馆", "文化馆", "农业技术推广站"),
    "11": ("街道办事处", "镇人民政府"),
}

_FORMER_ENDINGS = ("实业有限公司", "工贸有限公司", "发展有限公司")


def organisation_name(registrar: str, number: str) -> str:
    """The name of the ``number``-th organisation of a registrar, as a DuckDB expression; no two of a registrar alike.

    There are fifty million combinations for enterprises, and two million or more for every other kind of body.
    """
    parts = _organisation(registrar)
    return "(" + " || ".join(_word(number, parts, part) for part in range(len(parts))) + ")"


def organisation_region(registrar: str, number: str) -> str:
    """The code of the district in the name of the ``number``-th organisation, as a DuckDB expression."""
    codes = [code for _, code in _places(registrar)]
    return _word(number, _organisation(registrar), 0, codes)


def former_name(number: str) -> str:
    """What an enterprise was called before, as a DuckDB expression: made like the present name, from other words."""
    parts = ((CITY,), tuple(_SHOP), tuple(_SHOP), tuple(_SHOP), _FORMER_ENDINGS)
    return "(" + " || ".join(_word(number, parts, part) for part in range(len(parts))) + ")"


def person_name(draws: Draws, stream: str, key: str) -> str:
    """A personal name, as a DuckDB expression: rare surnames, and numerals and cyclical signs for given names."""
    first, second = (draws.pick(f"{stream}/{part}", key, _GIVEN) for part in (1, 2))
    return f"({draws.pick(f'{stream}/surname', key, _SURNAMES)} || {first} || {second})"


def _organisation(registrar: str) -> tuple[tuple[str, ...], ...]:
    places = tuple(name for name, _ in _places(registrar))
    return (places, tuple(_SHOP), tuple(_SHOP), tuple(_SHOP), _ENDINGS[registrar])


def _places(registrar: str) -> list[tuple[str, str]]:
    """What a name may begin with, and the region that goes with it: only companies may bear the city's bare name."""
    places = [(CITY + district.name, district.code) for district in DISTRICTS]
    if registrar == "91":
        places += [(CITY, DISTRICTS[0].code), (CITY_SHORT, DISTRICTS[1].code)]
    return places


def _word(number: str, parts: Sequence[Sequence[str]], part: int, words: Sequence[str] | None = None) -> str:
    """The word that a combination has in one of its parts, or what stands for it in ``words``."""
    below = prod(len(part) for part in parts[:part])
    listed = ", ".join(literal(word) for word in words or parts[part])
    total = prod(len(part) for part in parts)
    assert total % _STEP != 0, "the step must not divide the number of combinations"
    return f"[{listed}][({number}) * {_STEP} % {total} // {below} % {len(parts[part])} + 1]"

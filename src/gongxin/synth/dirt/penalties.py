"""Dirt in penalties: kinds said three times, fines of nothing, sums in the prose, decisions not to punish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.synth.dirt.kinds import Dirt

if TYPE_CHECKING:
    from collections.abc import Iterator


def dirt() -> Iterator[Dirt]:
    """Dirt in the columns of ``cn.penalty``."""
    yield from _kinds()
    yield from _sums()
    yield from _no_penalty()
    yield from _elsewhere()


def _kinds() -> Iterator[Dirt]:
    yield Dirt(
        id="kind-repeated",
        outcome="accepted",
        sets={"kinds": "'警告&警告&警告'", "content": "'警告'"},
        when="kinds = '警告'",
        zh="同一种类重复三次",
        en="one kind said three times",
    )
    yield Dirt(
        id="kinds-joined-otherwise",
        outcome="accepted",
        sets={"kinds": "replace(kinds, ';', '、')"},
        when="contains(kinds, ';')",
        zh="多个种类以顿号分隔",
        en="several kinds joined by another sign",
    )
    yield Dirt(
        id="kind-unknown",
        outcome="rejected",
        rules=("not-in-list",),
        sets={"kinds": "'训诫'"},
        when="kinds = '警告'",
        zh="处罚种类不在法定种类之内",
        en="a kind that the law does not have",
    )


def _sums() -> Iterator[Dirt]:
    yield Dirt(
        id="fine-of-nothing",
        outcome="accepted",
        sets={"fine": "'0'", "content": "'罚款人民币零元(0元)'"},
        when="kinds = '罚款'",
        zh="罚款零元",
        en="a fine of nothing",
    )
    yield Dirt(
        id="fine-only-in-text",
        outcome="rejected",
        rules=("required-here",),
        sets={"fine": "'— —'", "content": "'罚款人民币伍仟元整(5000元)'"},
        when="kinds = '罚款'",
        zh="罚款金额只写在处罚内容里",
        en="the fine stands in the text only",
    )
    yield Dirt(
        id="fine-full-width",
        outcome="accepted",
        sets={"fine": "translate(fine, '0123456789.', '０１２３４５６７８９．')"},
        when="fine IS NOT NULL",
        zh="金额用全角数字书写",
        en="the fine in full-width digits",
    )
    yield Dirt(
        id="fine-no-number",
        outcome="rejected",
        sets={"fine": "'若干'"},
        when="fine IS NOT NULL",
        zh="金额不是数字",
        en="the fine is no number",
    )
    yield Dirt(
        id="permit-missing",
        outcome="rejected",
        rules=("required-here",),
        sets={"permit": "''"},
        when="contains(kinds, '许可证件')",
        zh="吊销或暂扣证照而未写明是哪一个",
        en="a permit is revoked, and not said which",
    )


def _no_penalty() -> Iterator[Dirt]:
    for number, kinds in enumerate(("'不予行政处罚'", "'警告'")):
        yield Dirt(
            id=f"no-penalty-{number + 1}",
            outcome="accepted",
            rules=("no-penalty",),
            sets={
                "kinds": kinds,
                "content": "'违法行为轻微并及时改正，不予行政处罚'",
                "fine": "''",
                "confiscation": "''",
            },
            when="kinds IN ('警告', '通报批评')",
            zh="处罚信息中混入不予行政处罚决定",
            en="a decision not to punish among the penalties",
        )


def _elsewhere() -> Iterator[Dirt]:
    yield Dirt(
        id="authority-and-number-swapped",
        outcome="accepted",
        sets={"authority": "doc_no", "doc_no": "authority || n"},
        zh="文号填在机关栏、机关填在文号栏",
        en="the document's number in the place of the authority, and the reverse",
    )
    yield Dirt(
        id="authority-code-check",
        outcome="rejected",
        rules=("uscc-check",),
        sets={"authority_code": "authority_code[1:17] || CASE authority_code[18] WHEN 'A' THEN 'B' ELSE 'A' END"},
        zh="处罚机关代码校验码错误",
        en="the check character of the authority's code is wrong",
    )
    yield Dirt(
        id="number-in-facts",
        outcome="accepted",
        rules=("number-covered",),
        sets={"facts": "facts || '经办人身份证号' || party.head_id || '。'"},
        when="party.head_id IS NOT NULL",
        zh="违法事实中写有身份证号",
        en="an identity number in the facts",
    )
    yield Dirt(
        id="org-code-check",
        outcome="rejected",
        rules=("org-code-check",),
        sets={"party_org_code": "party_org_code[1:8] || CASE party_org_code[9] WHEN '1' THEN '2' ELSE '1' END"},
        when="party_org_code IS NOT NULL",
        zh="组织机构代码校验码错误",
        en="the check character of the organisation code is wrong",
    )

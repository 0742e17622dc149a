"""What must hold of every pack that is shipped, whoever writes it: no number and no rule without its article."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from gongxin.law.library import Law
from gongxin.law.schema.basics import Citation, Duration, Node
from gongxin.law.schema.catalogue import CatalogueField, CodeListValue, Expectations
from gongxin.law.schema.model import GradeBand
from gongxin.law.schema.publicity import PublicityRules
from gongxin.law.tree import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.yaml_reader import Place

#: What is no rule: how a file is read, what is unusual in one, which rule set goes before which.
SETTINGS = (CatalogueField, CodeListValue, Expectations)


@pytest.fixture(scope="module")
def law() -> Law:
    """All shipped packs together."""
    return Law.load()


def documents(law: Law) -> Iterator[tuple[str, Node]]:
    for pack in law.packs.values():
        for content, document in pack.files:
            assert isinstance(content, Node)
            yield str(document.path), content


def test_every_citation_leads_to_an_instrument(law: Law) -> None:
    for path, content in documents(law):
        for place, part in parts(content):
            if isinstance(part, Citation):
                assert part.instrument in law.instruments, (path, place)
                assert law.cite(part, "zh").startswith("《")
                assert law.cite(part, "en")


def test_every_number_of_a_rule_stands_beside_its_article(law: Law) -> None:
    """The nearest part that holds a number and cites must be the rule itself, not the document as a whole."""
    counted = 0
    for path, content in documents(law):
        parents = dict(parts(content))
        for place, part in parents.items():
            if isinstance(part, (Decimal, Duration)) and not isinstance(part, bool):
                rule = _rule_of(parents, place)
                if rule is None:
                    continue
                counted += 1
                assert any(isinstance(getattr(rule, name), Citation) for name in type(rule).model_fields), (path, place)
    assert counted > 100


def _rule_of(parents: dict[Place, object], place: Place) -> Node | None:
    """The rule a number belongs to: the nearest part with a citation; None if the number is a setting."""
    holders = [parents[place[:length]] for length in range(len(place) - 1, -1, -1)]
    nodes = [holder for holder in holders if isinstance(holder, Node)]
    if any(isinstance(node, SETTINGS) for node in nodes):
        return None
    cited = [
        node for node in nodes if any(isinstance(getattr(node, name), Citation) for name in type(node).model_fields)
    ]
    assert cited, place
    # Grade bands share one citation; anything else must not lean on the document that holds it.
    assert len(cited) > 1 or isinstance(nodes[0], GradeBand) or not isinstance(cited[0], PublicityRules), place
    return cited[0]


def test_every_pack_says_in_both_languages_what_it_is(law: Law) -> None:
    for pack in law.packs.values():
        assert pack.header.title.zh
        assert pack.header.title.en
        for instrument in pack.header.instruments:
            assert instrument.title.zh != instrument.title.en or not instrument.title.zh.isascii(), instrument.id


def test_all_shipped_packs_load_well_within_a_second() -> None:
    """Measured as processor time, so that a busy machine does not matter; the margin is wide on purpose."""
    before = time.process_time()
    Law.load()
    assert time.process_time() - before < 2

"""The Merkle tree and its proofs, against the vectors that Certificate Transparency publishes, and by their laws."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.ledger.transparency.consistency import ConsistencyProof, prove_consistency
from gongxin.ledger.transparency.inclusion import InclusionProof, prove_inclusion
from gongxin.ledger.transparency.merkle import EMPTY_ROOT, Frontier, leaf_hash, tree_root

# Leaves, roots and proofs as published for RFC 6962 (same tree as RFC 9162) by the Certificate Transparency project.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
NODES = [leaf_hash(leaf) for leaf in LEAVES]

leaves = st.lists(st.binary(max_size=40), min_size=1, max_size=70)


def unhexed(nodes: list[str]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(node) for node in nodes)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones_however_they_are_reckoned(size: int) -> None:
    tree = Frontier()
    for leaf in LEAVES[:size]:
        tree = tree.append(leaf)
    assert tree_root(NODES[:size]).hex() == ROOTS[size]
    assert tree.root().hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones_and_hold(index: int, size: int, path: list[str]) -> None:
    proof = prove_inclusion(NODES[:size], index)
    assert proof == InclusionProof(index, size, unhexed(path))
    assert proof.holds(NODES[index], bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones_and_hold(old: int, new: int, path: list[str]) -> None:
    proof = prove_consistency(NODES[:new], old)
    assert proof == ConsistencyProof(old, new, unhexed(path))
    assert proof.holds(bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]))


def test_the_empty_tree_has_the_root_the_standard_gives_and_is_the_start_of_every_tree() -> None:
    assert sha256().digest() == EMPTY_ROOT
    assert prove_consistency(NODES, 0).holds(EMPTY_ROOT, tree_root(NODES))
    assert not prove_consistency(NODES, 0).holds(NODES[0], tree_root(NODES))


@given(leaves)
def test_a_tree_grown_leaf_by_leaf_is_the_tree_reckoned_at_once(data: list[bytes]) -> None:
    tree = Frontier()
    for leaf in data:
        tree = tree.append(leaf)
    assert tree.root() == tree_root([leaf_hash(leaf) for leaf in data])


@given(leaves, st.data())
def test_a_leaf_is_proved_at_its_place_and_nowhere_else(data: list[bytes], draw: st.DataObject) -> None:
    nodes = [leaf_hash(f"{at} ".encode() + leaf) for at, leaf in enumerate(data)]
    root = tree_root(nodes)
    index = draw.draw(st.integers(0, len(nodes) - 1))
    proof = InclusionProof.from_dict(prove_inclusion(nodes, index).as_dict())
    assert proof.holds(nodes[index], root)
    for other in range(len(nodes)):
        if other != index:
            assert not proof.holds(nodes[other], root)
            assert not replace(proof, index=other).holds(nodes[index], root)
    assert not replace(proof, index=len(nodes)).holds(nodes[index], root)
    assert not replace(proof, path=(*proof.path, nodes[0])).holds(nodes[index], root)
    if proof.path:
        assert not replace(proof, path=proof.path[:-1]).holds(nodes[index], root)


@given(leaves, st.data())
def test_a_tree_is_shown_to_have_grown_and_a_changed_past_is_found_out(data: list[bytes], draw: st.DataObject) -> None:
    nodes = [leaf_hash(leaf) for leaf in data]
    old_size = draw.draw(st.integers(1, len(nodes)))
    proof = ConsistencyProof.from_dict(prove_consistency(nodes, old_size).as_dict())
    old_root, new_root = tree_root(nodes[:old_size]), tree_root(nodes)
    assert proof.holds(old_root, new_root)

    changed = draw.draw(st.integers(0, old_size - 1))
    other = [*nodes[:changed], leaf_hash(b"another past"), *nodes[changed + 1 :]]
    assert not prove_consistency(other, old_size).holds(old_root, tree_root(other))
    assert not replace(proof, path=(*proof.path, nodes[0])).holds(old_root, new_root)
    if proof.path:
        assert not replace(proof, path=proof.path[:-1]).holds(old_root, new_root)


def test_a_proof_is_asked_for_what_the_tree_has() -> None:
    with pytest.raises(IndexError):
        prove_inclusion(NODES, 8)
    with pytest.raises(IndexError):
        prove_consistency(NODES, 9)


def test_a_frontier_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="full subtrees"):
        Frontier(size=3, roots=(NODES[0],))

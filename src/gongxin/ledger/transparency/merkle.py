"""The Merkle tree hash of RFC 9162 (section 2.1.1), and a tree that grows without its leaves at hand."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Root of the tree without leaves.
EMPTY_ROOT = sha256(b"").digest()

#: Put before what is hashed, so that a leaf can never pass for an inner node.
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"


def leaf_hash(leaf: bytes) -> bytes:
    """Hash of a leaf."""
    return sha256(LEAF_PREFIX + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(NODE_PREFIX + left + right).digest()


def tree_root(nodes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash over leaves given by their hashes."""
    if not nodes:
        return EMPTY_ROOT
    level = list(nodes)
    while len(level) > 1:
        # A last node without a neighbour moves up as it is: the same tree as the RFC's recursion makes.
        single = level[-1:] if len(level) % 2 else []
        level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)] + single
    return level[0]


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree known by the roots of its full subtrees, largest first: all that is needed to add a leaf.

    A tree of ``size`` leaves has one full subtree for each bit set in ``size``.
    """

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.roots) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has {self.size.bit_count()} full subtrees")

    def append(self, leaf: bytes) -> Frontier:
        """The tree with one more leaf."""
        node = leaf_hash(leaf)
        roots = list(self.roots)
        size = self.size
        while size & 1:
            node = node_hash(roots.pop(), node)
            size >>= 1
        return Frontier(size=self.size + 1, roots=(*roots, node))

    def root(self) -> bytes:
        """The Merkle tree hash."""
        if not self.roots:
            return EMPTY_ROOT
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = node_hash(left, node)
        return node

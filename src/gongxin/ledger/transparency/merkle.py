"""The Merkle tree hash of RFC 9162 (section 2.1.1), and a tree that grows without its leaves at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

#: Root of the tree without leaves.
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash of a leaf. The prefix keeps a leaf from ever passing for an inner node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree known by the roots of its full subtrees, largest first: all that is needed to add a leaf.

    A tree of ``size`` leaves has one full subtree for each bit set in ``size``.
    """

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """The tree with one more leaf."""
        return self.append_hash(leaf_hash(leaf))

    def append_hash(self, node: bytes) -> Frontier:
        """The tree with one more leaf, given by its hash."""
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


def tree_root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash over leaves given by their hashes."""
    tree = Frontier()
    for node in leaf_hashes:
        tree = tree.append_hash(node)
    return tree.root()

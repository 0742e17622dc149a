"""That a leaf is in a tree: the proof and its check (RFC 9162, section 2.1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.ledger.transparency.merkle import node_hash, tree_root

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """Where a leaf stands (``index`` from 0, in a tree of ``size`` leaves) and the nodes that lead to the root."""

    index: int
    size: int
    path: tuple[bytes, ...]

    def root(self, leaf: bytes) -> bytes | None:
        """The root of the tree in which the leaf with the hash ``leaf`` stands at this place.

        None where the path is too long or too short for any such tree.
        """
        if not 0 <= self.index < self.size:
            return None
        place, last = self.index, self.size - 1
        node = leaf
        for sibling in self.path:
            if last == 0:
                return None
            if place & 1 or place == last:
                node = node_hash(sibling, node)
                while not place & 1 and place != 0:
                    place, last = place >> 1, last >> 1
            else:
                node = node_hash(node, sibling)
            place, last = place >> 1, last >> 1
        return node if last == 0 else None

    def holds(self, leaf: bytes, root: bytes) -> bool:
        """Whether the leaf with the hash ``leaf`` is at its place in the tree with ``root``."""
        return self.root(leaf) == root

    def as_dict(self) -> dict[str, Any]:
        """The proof as plain data."""
        return {"index": self.index, "size": self.size, "path": [node.hex() for node in self.path]}

    @classmethod
    def from_dict(cls, proof: Mapping[str, Any]) -> InclusionProof:
        """The proof that :meth:`as_dict` described."""
        return cls(index=proof["index"], size=proof["size"], path=tuple(bytes.fromhex(node) for node in proof["path"]))


def prove_inclusion(nodes: Sequence[bytes], index: int) -> InclusionProof:
    """The proof for the leaf at ``index`` among leaves given by their hashes."""
    if not 0 <= index < len(nodes):
        raise IndexError(f"no leaf {index} among {len(nodes)}")
    return InclusionProof(index=index, size=len(nodes), path=tuple(_path(nodes, index)))


def _path(nodes: Sequence[bytes], index: int) -> list[bytes]:
    if len(nodes) == 1:
        return []
    split = largest_power_below(len(nodes))
    left, right = nodes[:split], nodes[split:]
    if index < split:
        return [*_path(left, index), tree_root(right)]
    return [*_path(right, index - split), tree_root(left)]


def largest_power_below(size: int) -> int:
    """The largest power of two smaller than ``size`` (at least 2): where the RFC cuts a tree in two."""
    return 1 << ((size - 1).bit_length() - 1)

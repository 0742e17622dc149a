"""That a tree has only grown: the proof and its check (RFC 9162, section 2.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.ledger.transparency.inclusion import largest_power_below
from gongxin.ledger.transparency.merkle import EMPTY_ROOT, node_hash, tree_root

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """The nodes that lead from the root of the first ``old_size`` leaves to that of all ``new_size``."""

    old_size: int
    new_size: int
    path: tuple[bytes, ...]

    def holds(self, old_root: bytes, new_root: bytes) -> bool:
        """Whether the tree with ``new_root`` starts with the very leaves of the tree with ``old_root``."""
        if self.old_size == self.new_size:
            return not self.path and old_root == new_root
        if self.old_size == 0:
            return not self.path and old_root == EMPTY_ROOT
        if not 0 < self.old_size < self.new_size:
            return False
        return _roots(self.old_size, self.new_size, self.path, old_root) == (old_root, new_root)

    def as_dict(self) -> dict[str, Any]:
        """The proof as plain data."""
        return {"old_size": self.old_size, "new_size": self.new_size, "path": [node.hex() for node in self.path]}

    @classmethod
    def from_dict(cls, proof: Mapping[str, Any]) -> ConsistencyProof:
        """The proof that :meth:`as_dict` described."""
        return cls(
            old_size=proof["old_size"],
            new_size=proof["new_size"],
            path=tuple(bytes.fromhex(node) for node in proof["path"]),
        )


def _roots(old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """The roots of the old and the new tree that the path leads to; None where it has not the right length."""
    nodes = list(path)
    if old_size.bit_count() == 1:
        # A full old tree is itself the first node of the path.
        nodes.insert(0, old_root)
    if not nodes:
        return None
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not place & 1 and place != 0:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, node)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


def prove_consistency(nodes: Sequence[bytes], old_size: int) -> ConsistencyProof:
    """The proof that leaves given by their hashes start with the first ``old_size`` of them."""
    if not 0 <= old_size <= len(nodes):
        raise IndexError(f"no tree of {old_size} leaves among {len(nodes)}")
    inner = 0 < old_size < len(nodes)
    path = _path(nodes, old_size, whole=True) if inner else []
    return ConsistencyProof(old_size=old_size, new_size=len(nodes), path=tuple(path))


def _path(nodes: Sequence[bytes], old_size: int, *, whole: bool) -> list[bytes]:
    """The RFC's SUBPROOF; ``whole`` says that the old tree is known to the one who checks."""
    if old_size == len(nodes):
        return [] if whole else [tree_root(nodes)]
    split = largest_power_below(len(nodes))
    left, right = nodes[:split], nodes[split:]
    if old_size <= split:
        return [*_path(left, old_size, whole=whole), tree_root(right)]
    return [*_path(right, old_size - split, whole=False), tree_root(left)]

"""Signed tree heads: the platform's word on how the log stands, which it cannot take back unnoticed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.ledger.transparency.merkle import Frontier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The log after ``tree.size`` batches, signed (Ed25519 over :meth:`signed_text`)."""

    tree: Frontier
    signature: bytes

    @classmethod
    def sign(cls, tree: Frontier, key: Ed25519PrivateKey) -> TreeHead:
        """The head of ``tree``, signed with the workspace's key."""
        return cls(tree=tree, signature=key.sign(signed_text(tree.size, tree.root())))

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Whether the signature holds."""
        return signature_holds(self.tree.size, self.tree.root(), self.signature, key)

    def as_dict(self) -> dict[str, Any]:
        """The head as plain data. ``subtrees`` lets the next batch be added without reading the earlier ones."""
        return {
            "size": self.tree.size,
            "root": self.tree.root().hex(),
            "subtrees": [node.hex() for node in self.tree.roots],
            "signature": b64encode(self.signature).decode(),
        }

    @classmethod
    def from_dict(cls, head: Mapping[str, Any]) -> TreeHead:
        """The head that :meth:`as_dict` described. A root that is not that of the subtrees is a ValueError."""
        tree = Frontier(size=head["size"], roots=tuple(bytes.fromhex(node) for node in head["subtrees"]))
        if len(tree.roots) != tree.size.bit_count() or tree.root().hex() != head["root"]:
            raise ValueError("root and subtrees of the tree head do not agree")
        return cls(tree=tree, signature=b64decode(head["signature"], validate=True))


def signed_text(size: int, root: bytes) -> bytes:
    """What is signed: three lines, so that a head can be checked by hand with any Ed25519 tool."""
    return f"gongxin tree head\n{size}\n{root.hex()}\n".encode()


def signature_holds(size: int, root: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Whether ``signature`` is the key owner's on the head of ``size`` leaves with ``root``."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature, signed_text(size, root))
    except InvalidSignature:
        return False
    return True

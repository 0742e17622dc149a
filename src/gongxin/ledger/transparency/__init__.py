"""The transparency log: a Merkle tree over all batches (RFC 9162, section 2.1) with a signed head.

Whoever keeps one signed head can later be shown that nothing before it was changed or taken out, and that a given
batch is in. The checks need the proof and the public key, nothing else.
"""

"""Gongxin (公信): an open public-credit platform.

The rooms of the house, from the faces down to the ground, are drawn in ``docs/architecture.md``.
"""

__version__ = "0.1.0"

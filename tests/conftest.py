"""What every room's tests share. Fixtures live beside the tests that need them; take the smallest that will do."""

from __future__ import annotations

from hypothesis import settings

# A property is true or false, not quick or slow: on a busy machine a deadline would fail true ones.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

"""What every room's tests share. Fixtures live beside the tests that need them; take the smallest that will do."""

from __future__ import annotations

from hypothesis import settings

# A property is true or false, not quick or slow: on a busy machine a deadline would fail true ones. What wants more
# examples than these says so, and is a slow test.
settings.register_profile("house", deadline=None, max_examples=25)
settings.load_profile("house")

pytest_plugins = ["tests.office_fixture"]

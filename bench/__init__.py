"""Benches: speed and memory, run by ``make bench`` and reported in ``docs/performance.md``."""

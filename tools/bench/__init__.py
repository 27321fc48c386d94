"""Measured performance of the work engine: see ``docs/performance.md``."""

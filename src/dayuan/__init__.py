"""Dayuan 大院 runs the service plan of a government office compound."""

from dayuan.kernel.engine import install_safe_sqlite

# Before anything imports Django: the interpreter's own SQLite may be one that
# loses acknowledged commits when two processes write (see kernel/engine.py).
install_safe_sqlite()

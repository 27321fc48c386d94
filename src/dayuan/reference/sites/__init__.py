"""Compounds, the revision each runs, and their working calendar."""

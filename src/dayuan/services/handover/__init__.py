"""Shift logs and their handover: what the shift before knew is not lost."""

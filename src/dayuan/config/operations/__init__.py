"""Keeping a house running: serve, work, look after, back up, restore."""

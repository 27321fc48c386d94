"""Calling people out: the emergency squad, who answered, who came and when."""

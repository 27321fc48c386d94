"""Notices inside the program, each exactly once."""

"""Accounts, passwords, sessions and shared duty devices."""

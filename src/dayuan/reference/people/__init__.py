"""Persons, their appointments to posts, and the establishment."""

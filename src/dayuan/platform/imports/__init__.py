"""Rows from Excel files, judged before anything is written and taken through the commands."""

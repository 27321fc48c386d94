"""Lists, declared once: narrowed, put in order, turned over and counted alike everywhere."""

"""What happened: append-only entries, state changes and their seals."""

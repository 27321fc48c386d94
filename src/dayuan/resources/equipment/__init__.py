"""What the compound has: counted, registered piece by piece, and labelled."""

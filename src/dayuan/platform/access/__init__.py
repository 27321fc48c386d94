"""Who acts, with which keys and verbs."""

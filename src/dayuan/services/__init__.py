"""Floor 5: the services of the centre; siblings that never know each other."""

"""Floor 3: what is given out - people on duty; siblings that never know each other."""

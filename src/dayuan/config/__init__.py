"""Floor 8: the only place that knows everything."""

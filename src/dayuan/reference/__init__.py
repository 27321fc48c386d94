"""Floor 2: the plan, the sites, the people everything else refers to."""

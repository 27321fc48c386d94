"""The duty board and the pages of the plan."""

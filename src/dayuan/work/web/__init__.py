"""The pages of cases and tasks."""

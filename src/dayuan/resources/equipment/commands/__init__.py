"""Writing equipment: pieces, the survey, and labels each in a file of their own."""

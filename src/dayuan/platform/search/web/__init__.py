"""The page of results and the palette."""

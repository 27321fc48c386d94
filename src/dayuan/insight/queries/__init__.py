"""What the pages of insight read, each part in a file of its own."""

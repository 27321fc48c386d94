"""Search over everything the asker may see, by words, sounds and ends of numbers."""

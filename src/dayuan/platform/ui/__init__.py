"""The frame, the components and the words of every page."""

"""Dayuan 大院 runs the service plan of a government office compound."""

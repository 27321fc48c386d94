"""Floor 0: plain Python that knows neither Django nor any compound."""

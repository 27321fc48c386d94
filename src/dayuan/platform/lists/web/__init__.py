"""Lists as pages draw them."""

"""Reports by labels, from people without an account."""

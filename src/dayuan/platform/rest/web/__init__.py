"""The pages of tokens and of the description."""

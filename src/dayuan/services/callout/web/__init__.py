"""The pages of call-outs."""

"""The house killed, cut off and filled up: what was acknowledged must be there, once."""

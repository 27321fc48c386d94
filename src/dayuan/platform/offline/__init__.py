"""What a phone does without a network: each act carried out exactly once when it is back."""

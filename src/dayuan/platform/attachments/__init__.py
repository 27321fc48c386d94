"""Files, stored by content and served through their owner's door."""

"""Floor 1: what any line-of-business application needs; knows nothing of the business."""

"""The duty board, the plan with its evidence, the establishment; writes nothing of others."""

"""The logs of shifts, as they stand in the tables of the tests."""

"""Tests: mirrors of src, guards of the house, journeys, contracts."""

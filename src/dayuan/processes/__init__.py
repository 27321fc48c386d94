"""Flows that cross services: one file each, and none of them knows another."""

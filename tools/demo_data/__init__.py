"""Writes the synthetic sheets of deploy/demo, always the same."""

"""Writes the synthetic sheets of deploy/demo, always the same: `python -m tools.demo_data`."""

"""Examinations with a baseline: what was scored in each topic at first, and what at the latest."""

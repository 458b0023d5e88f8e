"""Programmes beside the one in force: handed in, and what each of them says."""

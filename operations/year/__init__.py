"""The synthetic year of a district: what it holds follows from its size and its seed, and nothing in it is real."""

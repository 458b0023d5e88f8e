"""A month beside another, and units beside each other: what moved, which way, and whose it is."""

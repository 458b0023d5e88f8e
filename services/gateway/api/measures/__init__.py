"""What stands behind a number: the facts that it is made of, and who is missing from it, a page at a time."""

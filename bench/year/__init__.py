"""A district's year: what one more fact costs, and one answer, once a million facts are there."""

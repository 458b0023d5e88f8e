"""From events to numbers, and from a number back to its evidence."""

"""What compares: a month with another, units with each other."""

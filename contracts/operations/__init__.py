"""What operators and services say to each other of how the suite runs."""

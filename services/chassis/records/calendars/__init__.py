"""Years of the calendar that were announced after this version was made, and what they move."""

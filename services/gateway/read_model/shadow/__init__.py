"""A generation built beside the one that is read, a few records at a time, and switched to at its end."""

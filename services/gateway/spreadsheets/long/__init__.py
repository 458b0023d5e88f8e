"""Files of any length, read row by row into a file beside and taken from there in parts: never whole in memory."""

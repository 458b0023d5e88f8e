"""The pages of the calendar: a year with its holidays, the file of one that was announced, and what it moves."""

"""Spreadsheets on their way in: the file between its rounds, and what a unit chose for the headings of such files."""

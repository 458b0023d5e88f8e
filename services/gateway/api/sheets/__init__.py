"""Spreadsheets that are kept between their rounds, and what units chose for headings, for programs."""

"""Writes the sheets."""

from operations.casebook import sheets

sheets.write()

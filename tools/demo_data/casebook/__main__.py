"""Writes the sheets."""

from tools.demo_data.casebook import sheets

sheets.write()

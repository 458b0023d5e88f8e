"""Announced holidays over HTTP: the calendar, a year's file, and what it moves."""

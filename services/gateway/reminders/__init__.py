"""Reminders: who is told of what is due and of what waits, once, and what came of telling them."""

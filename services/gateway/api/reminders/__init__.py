"""Reminders as programs ask for them."""

"""The notifier: sends reminders to where an administrator allowed it, and is the one process that reaches outside."""

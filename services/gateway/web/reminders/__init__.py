"""The pages of reminders."""

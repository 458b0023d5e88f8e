"""What operators note of backups, and what they hand to somebody who helps."""

"""What names a record."""

"""What the pages say, in both languages."""

"""What surveys say: first and latest."""

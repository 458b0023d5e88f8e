"""What anybody may ask without an account, and what leaders see of it."""

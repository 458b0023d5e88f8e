"""What anybody may see without an account, as registers say that it is public."""

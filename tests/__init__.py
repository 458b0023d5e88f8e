"""What this house claims, by kind of claim."""

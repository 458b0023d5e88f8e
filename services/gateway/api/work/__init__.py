"""What waits for who is signed in."""

"""What two processes must agree on. Imports nothing of ours but itself."""

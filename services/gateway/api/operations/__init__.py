"""What operators see of a running suite and do in it, as programs ask for it."""

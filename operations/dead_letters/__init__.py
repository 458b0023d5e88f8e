"""Messages that could not be handled, as an operator looks at them, replays and discards them."""

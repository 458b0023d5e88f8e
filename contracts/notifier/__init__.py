"""What may leave the house, and where to: channels, and what the gateway asks of the notifier."""

"""What it costs that acts are on record: requests with their acts and without them, in turns, in one running suite."""

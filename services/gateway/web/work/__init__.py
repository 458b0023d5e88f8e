"""What waits for somebody, as pages: the list of it, and one step taken in many records."""

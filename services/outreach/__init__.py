"""What the bureau does for and with the public."""

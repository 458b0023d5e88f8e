"""Files for the platform above: a mapping says what they are made of, and nothing of a standard is told here."""

"""The definition of a campaign as data: its schema, and the four-six-three itself."""

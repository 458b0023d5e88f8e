"""A file whose headings are not ours: what they may mean is suggested, a person chooses, and the choice is kept."""

"""Records as lists show them: sorted, narrowed, looked through for a text, a page at a time, at a cost of the page."""

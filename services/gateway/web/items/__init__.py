"""The page of an item: its measures, and the documents in force that are about it."""

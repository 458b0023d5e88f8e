"""How values, records and choices read for people, in both languages; the interface and the pages share it."""

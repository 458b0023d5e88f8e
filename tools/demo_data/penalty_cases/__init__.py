"""The demo's penalty cases of two laws, always the same, with their lists, records and reviews; all are synthetic."""

"""One view of the whole campaign, and the way in for commands."""

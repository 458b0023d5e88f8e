"""The read model of the whole campaign, and the way in for commands."""

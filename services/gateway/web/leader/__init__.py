"""The leader's pages: what got worse, why, and who."""

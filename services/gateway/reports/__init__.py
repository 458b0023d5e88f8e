"""The monthly report: what it says, how it is set, how it is issued and kept, and what changed since."""

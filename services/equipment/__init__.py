"""What the bureau issues to its people and vehicles, and what it checks."""

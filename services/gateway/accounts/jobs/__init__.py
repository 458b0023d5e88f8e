"""Imports that go on while nobody waits for them: their files, how far they are, and what came of their rows."""

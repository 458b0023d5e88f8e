"""Imports that go on while nobody waits for them: begun, taken up, stopped, and told of."""

"""Copies of a home or a stack: checked where no suite runs."""

"""Generations of the read side: what one version of programme and code made of a district's events.

The rows of each bear its name, so that they lie beside those of another: one is read, the others are being built, kept
to go back to, or let go of.
"""

"""Warnings: what is unlikely about a record beside others, found by keys, and what people answered to it."""

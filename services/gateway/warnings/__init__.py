"""Warnings as people meet them: before a step is taken, beside a record, and all that wait for somebody."""

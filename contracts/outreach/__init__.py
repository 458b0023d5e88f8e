"""Registers of the outreach service."""

"""Registers of the training service."""

"""Reliability, once. Knows the contracts, knows no service."""

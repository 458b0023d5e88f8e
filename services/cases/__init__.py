"""Enforcement by the statute: what the bureau may do, and its penalty cases."""

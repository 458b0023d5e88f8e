"""Audit events: which acts leave one, what it says, and what the gateway asks of the service that keeps them."""

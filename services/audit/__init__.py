"""The service that keeps the audit log."""

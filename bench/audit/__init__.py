"""The audit log at size: how fast it takes events in, proves, answers and verifies."""

"""Jobs that prepare databases and broker for services that run in containers."""

"""A whole cluster of containers: proxies, services, brokers, databases, each broken in turn while people work."""

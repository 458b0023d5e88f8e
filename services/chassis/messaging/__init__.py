"""RabbitMQ: topology, permissions, relay, subscriber, retries, dead letters, calls between services."""

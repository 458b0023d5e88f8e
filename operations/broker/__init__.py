"""Finding, installing and running a RabbitMQ node of our own."""

"""What the street form asks of a server: labels in photographs."""

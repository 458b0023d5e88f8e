"""What telephones keep for people, as far as the gateway knows of it."""

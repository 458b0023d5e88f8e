"""The bureau's units and people, and what they learn."""

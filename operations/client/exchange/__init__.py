"""What goes up to the platform above, and what comes from a city's."""

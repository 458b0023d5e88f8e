"""What citizens complained about through applications, so that each application finds its own."""

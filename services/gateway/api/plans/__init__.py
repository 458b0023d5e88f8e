"""What was planned first, what is planned now, and what was carried out, as the interface answers it."""

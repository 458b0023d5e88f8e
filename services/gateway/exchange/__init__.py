"""Files for the platform above, made of registers as a bureau's own mapping says, with a report of rejected rows."""

"""The page that leads from a demo to a bureau at work, and from one year to the next."""

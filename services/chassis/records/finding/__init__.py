"""By what a record is found, and what a look-up gives of one that is not read whole."""

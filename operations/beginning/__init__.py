"""From a demo to an empty bureau: what is in a home is put aside, and the suite begins anew."""

"""Reports that somebody ordered: accepted at once, issued by whoever is at work, once."""

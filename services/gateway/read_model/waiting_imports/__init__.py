"""What imports say and nobody else has vouched for: each step of it, and each import with how much that is."""

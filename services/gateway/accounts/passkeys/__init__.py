"""Passkeys (Web Authentication, Level 2): keys that a browser shows for this site and no other."""

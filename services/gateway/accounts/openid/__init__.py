"""Signing in by the bureau's OpenID provider: what it is asked, what it says, whom that lets in."""

"""The pages about who somebody is: signing in, one's own account, everybody's accounts."""

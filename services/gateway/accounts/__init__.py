"""Who somebody is: accounts, their passwords, factors, sessions and keys; apart from all that can be made again."""

"""What the leader's pages say, a module for what each of them is about."""

"""What the leader's pages say."""

"""What a decision rests on: whose the case is, where it was kept, what the party was told; and what is missing yet."""

"""What a decision rests on, as it was known when it was made: what the party was told, and where the case was kept."""

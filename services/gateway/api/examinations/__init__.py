"""What examinations with a baseline say: first and latest, by topic."""

"""Rules for remedies 救济: what they open, how long they take, what they leave of a decision."""

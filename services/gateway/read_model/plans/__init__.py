"""What was planned for a day, what became of the plan, and what was carried out."""

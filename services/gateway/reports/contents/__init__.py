"""What a report says, as numbers and names: what is written, drawn or compared is made of this alone."""

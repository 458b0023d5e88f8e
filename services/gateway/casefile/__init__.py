"""The papers of a penalty case, made of its record, and the whole file to take away."""

"""The default templates of papers: what each says, in readable lines, and what writes them as Word files."""

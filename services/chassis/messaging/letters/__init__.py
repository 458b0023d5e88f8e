"""Dead letters as people work with them: looked at, sent back to the inbox, thrown away."""

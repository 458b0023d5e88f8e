"""Pictures that were handed in: opened within bounds, how they look, and made small."""

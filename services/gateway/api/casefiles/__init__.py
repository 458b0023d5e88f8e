"""The papers of a penalty case as the interface answers them."""

"""Whether the project is sound, and whether its generated documents still say what the contracts say."""

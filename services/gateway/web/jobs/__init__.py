"""The pages of jobs: which there are, how far one is, what came of it."""

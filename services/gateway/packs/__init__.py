"""Packs: facts, papers and proofs in one archive, which whoever gets it checks without the suite."""

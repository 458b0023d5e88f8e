"""The audit log as programs meet it: its entries, proofs, tiles, and what is out of the common."""

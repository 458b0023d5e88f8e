"""The ledger written again from the journals, or compared with them: in a process of its own."""

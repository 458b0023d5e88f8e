"""Any second of a district: what it costs until an archive has it, and until it is back and read to its last row."""

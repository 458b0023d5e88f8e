"""The operator's side: what `./campaign` does on this machine."""

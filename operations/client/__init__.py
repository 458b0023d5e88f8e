"""The running suite, asked over its own HTTP interface, and the tokens to ask it with."""

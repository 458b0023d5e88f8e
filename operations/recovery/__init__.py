"""Any second of a home: what happens in it is streamed into an archive, and any second of seven days comes back."""

"""The suite of one home: its processes, started, supervised, told about and stopped."""

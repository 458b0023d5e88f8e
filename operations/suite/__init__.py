"""The suite of one home: its processes, started, supervised, described and stopped."""

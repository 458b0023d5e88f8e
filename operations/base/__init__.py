"""What every command stands on: settings, errors, locks, ports and child processes."""

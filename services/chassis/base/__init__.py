"""What every module may use: settings, logs, metrics, traces, the clock, identities, key files."""

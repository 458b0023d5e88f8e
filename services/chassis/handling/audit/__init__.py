"""Acts on record: audit events, built and journalled like any other event."""

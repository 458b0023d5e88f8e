"""Tests of failure modes that need a fault of their own: wires, brokers, databases, frozen processes."""

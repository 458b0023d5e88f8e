"""The systems that are compared, each an owner's process and a gateway's: `python -m bench.systems.suite owner plan.json`."""

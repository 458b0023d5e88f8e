"""The systems that are compared, each an owner's process and a gateway's."""

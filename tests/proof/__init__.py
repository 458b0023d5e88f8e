"""Which test proves which failure mode, and under which planted bug it goes red."""

from tests.proof.registry import fault, proves

__all__ = ["fault", "proves"]

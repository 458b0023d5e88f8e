"""Which test proves which failure mode, and under which planted bug it goes red."""

from tests.proof.registry import PROVING, fault, proves

__all__ = ["PROVING", "fault", "proves"]

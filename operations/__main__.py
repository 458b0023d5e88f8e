"""`python -m operations`: the command line; what stands in the way is told in one sentence."""

import sys

from operations.base.errors import OperatorError
from operations.cli import app


def main() -> None:
    """Runs one command."""
    try:
        app(prog_name="campaign")
    except OperatorError as trouble:
        sys.stderr.write(f"campaign: {trouble}\n")
        sys.exit(trouble.code)


main()

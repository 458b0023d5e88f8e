"""`python -m operations`: the command line; what stands in the way is said in one sentence."""

import sys

from operations.base.errors import OperatorError
from operations.cli import app


def main() -> None:
    """Runs one command."""
    try:
        app(prog_name="campaign")
    except OperatorError as error:
        sys.stderr.write(f"campaign: {error}\n")
        sys.exit(error.code)


main()

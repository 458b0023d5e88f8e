"""`python -m operations`: the command line; what stands in the way is said in one sentence."""

import sys

from operations.base.errors import NotWritable, OperatorError
from operations.cli import app


def main() -> None:
    """Runs one command."""
    try:
        app(prog_name="campaign")
    except OperatorError as error:
        give_up(error)
    except OSError as error:
        if error.errno not in NotWritable.errnos:
            raise
        give_up(NotWritable(error.filename or "the home", error.strerror))


def give_up(error: OperatorError) -> None:
    """Says what stands in the way, and ends."""
    sys.stderr.write(f"campaign: {error}\n")
    sys.exit(error.code)


main()

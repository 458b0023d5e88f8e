"""Where tables are printed: a terminal has its own width, a pipe as much as another program needs, unfolded."""

from rich.console import Console


def wide_console(columns: int) -> Console:
    """A terminal as wide as it is, or a pipe with so many characters a line."""
    return Console(width=None if Console().is_terminal else columns)

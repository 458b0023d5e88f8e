"""One paper of a case as a filled document: the Word file is the source of the page and of the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from services.chassis.base import real_threads
from services.gateway.casefile.rendering import pdf, reading
from services.gateway.casefile.rendering.blocks import Blocks, gaps


@dataclass(frozen=True)
class PaperDocument:
    """A filled document.

    name   its name in addresses
    draft  whether the step that it belongs to was not taken yet, or was taken elsewhere and something is missing here
    trial  whether it was made by a template that is only tried
    """

    name: str
    title: str
    docx: bytes
    draft: bool = False
    trial: bool = False

    @cached_property
    def blocks(self) -> Blocks:
        """What stands in it."""
        return real_threads.run(reading.blocks, self.docx)

    @property
    def gaps(self) -> list[str]:
        """What is missing, each once, in the paper's order."""
        return gaps(self.blocks)

    def pdf(self, in_file: int | None = None) -> bytes:
        """As PDF; `in_file` is the page of the whole file at which it begins, 0: they bear no number. Raises NoPdf."""
        return real_threads.run(pdf.pdf, self.title, self.blocks, in_file)

"""A paper as it is answered: a page to print, a Word file to go on writing in, or a PDF; no cache keeps it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from contracts.documents import endpoints
from services.gateway.casefile import html
from services.gateway.casefile.rendering.document import PaperDocument
from services.gateway.http.responses import as_attachment, private

HTML, DOCX, PDF = "html", "docx", "pdf"
FORMS = (HTML, DOCX, PDF)


def paper_answer(paper: PaperDocument, form: str, name: str) -> Response:
    """A paper in a form; a file is called by `name`. Raises NoPdf."""
    if form == HTML:
        headers = {"Content-Security-Policy": html.policy()}
        return private(Response(html.paper(paper), content_type="text/html; charset=utf-8", headers=headers))
    body, media_type = (paper.docx, endpoints.DOCX) if form == DOCX else (paper.pdf(), endpoints.PDF)
    return as_attachment(Response(body, content_type=media_type), f"{name}.{form}")

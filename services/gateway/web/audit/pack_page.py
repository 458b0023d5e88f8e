"""The page of inspection packs: what one holds, how it is checked, and the button by which it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from contracts import catalogue
from contracts.documents.endpoints import FORM, POST, ZIP
from contracts.errors import Problem
from contracts.packs import layout
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.packs.routes import MAKERS, Packs
from services.gateway.packs.wish import FIELDS, read_wish
from services.gateway.web import render
from services.gateway.web.addresses import GROUP, REFUSED, page
from services.gateway.web.layout import html_response, page_frame, problem_words, without_empty
from services.gateway.web.registers import record_path

PACKS = "/packs"
KINDS = ("record", "measure", "item")
"""What a page leads to a pack of; a period's is asked for by program."""
NAMES = (*KINDS, "as_of")
LINKS = ("as_of", "lang")
HOLDS = (
    ((layout.facts_part(1),), "pack facts"),
    ((layout.PAPERS,), "pack papers"),
    ((layout.CHECKPOINT, layout.WITNESSED), "pack checkpoint"),
    ((layout.MANIFEST, layout.MANIFEST_NOTE), "pack manifest"),
    ((layout.VERIFIER,), "pack verifier"),
)


def makes_packs(role: str) -> bool:
    """Whether a page offers packs to a role."""
    return role in MAKERS


@dataclass
class PackPages:
    """Shows what a pack holds, and makes it as `/v1/audit/packs` does."""

    packs: Packs
    signing: bytes

    @page(PACKS, "page_packs", MAKERS, "核验包网页 / Inspection packs, as a page", f"{', '.join(NAMES)}, unit, lang")
    def show(self, request: ApiRequest) -> Response:
        """What a pack holds; of what the query names the button, or why there is none."""
        request = without_empty(request)
        said = _said(request.query)
        if not said:
            return self._show(request, {})
        try:
            self.packs.admit(read_wish(said, self.packs.progress.read_model.programme), request)
        except Problem as problem:
            return self._show(request, said, problem)
        return self._show(request, said)

    @Route(
        POST,
        PACKS,
        "page_pack_made",
        MAKERS,
        "制作核验包 / Make a pack from a form",
        ZIP,
        "lang",
        takes=(FORM,),
        others=REFUSED,
        group=GROUP,
        form=True,
    )
    def make(self, request: ApiRequest) -> Response:
        """The pack that a form asks for; where it cannot be made, the page again, saying why."""
        said = _said(request.http.form)
        try:
            return self.packs.pack(request, read_wish(said, self.packs.progress.read_model.programme))
        except Problem as problem:
            request.acts.note_problem(problem)
            return self._show(request, said, problem)

    def _show(self, request: ApiRequest, said: dict[str, str], problem: Problem | None = None) -> Response:
        frame = page_frame(request, self.signing, LINKS)
        title, back = self._place(said, frame.lang)
        about = {
            "said": said,
            "title": title,
            "back": back,
            "barred": problem is not None and request.http.method != POST,
            "reason": problem_words(problem, frame.lang) if problem else "",
            "items": self.packs.progress.read_model.programme.items(),
            "holds": HOLDS,
            "keys": self.packs.maker.all_keys(),
        }
        return html_response(render.page("packs", frame, **about), problem.status if problem else 200)

    def _place(self, said: dict[str, str], lang: str) -> tuple[str, str]:
        """What the pack is of in words, and the page from which one comes; nothing where there is no such thing."""
        programme, kind = self.packs.progress.read_model.programme, said.get("kind")
        if kind == "measure" and (measure := programme.measures.get(said.get("measure", ""))):
            return measure.title[lang], f"/measures/{measure.id}"
        if kind == "item":
            item = next((one for one in programme.items() if one.id == said.get("item")), None)
            return (f"{item.id} {item.title[lang]}", f"/#{item.id}") if item else ("", "")
        if kind == "record":
            name, _, id_ = said.get("record", "").partition("/")
            if (register := catalogue.REGISTERS.get(name)) and id_:
                return (register.zh if lang == "zh" else register.en), record_path(register, id_)
        return "", ""


def _said(values: Any) -> dict[str, str]:
    """A wish as a page sends it: what a pack of its kind is asked by, and nothing else."""
    kind = next((one for one in KINDS if values.get(one)), "")
    return {"kind": kind} | {name: values[name] for name in FIELDS[kind] if values.get(name)} if kind else {}

"""The pages of the street: which jobs there are, and a job's form.

They are the shell that a device keeps for when there is no signal: nothing in them is about anybody. Who looks, and
what the lists hold, comes with the book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import fields
from werkzeug.wrappers import Response

from contracts.errors import Forbidden, Unknown
from contracts.forms import ROLL, WORDS_EN, Form, element_form, fields_of
from contracts.register import split_names
from contracts.roles import WRITERS
from services.gateway.display.field_kinds import kind_of
from services.gateway.display.messages import pages
from services.gateway.display.messages.street import jobs as street
from services.gateway.http.request import ApiRequest
from services.gateway.street.street_jobs import (
    BY_NAME,
    OFFERED,
    PAPERS,
    PHOTOS,
    ROWS,
    JobStep,
    StreetJob,
    jobs_of,
    list_of,
)
from services.gateway.web import render
from services.gateway.web.addresses import page
from services.gateway.web.forms.inputs import Input, InputBuilder
from services.gateway.web.forms.rolls import key_field
from services.gateway.web.layout import LANGUAGE_ONLY, html_response, page_frame
from services.gateway.web.registers import list_path
from services.gateway.web.render import Frame
from services.gateway.web.street.street_scripts import (
    ENTRY,
    FORM,
    MANIFEST,
    MODULES,
    STREET,
    STYLE,
    WORKER,
    WORKER_FILE,
    admit_street,
    imported_by,
    module_path,
)

ADDRESSES = {
    "book": "/v1/street/book",
    "token": "/v1/street/token",
    "key": "/v1/street/key",
    "labels": "/v1/street/labels",
    "proposals": "/v1/street/proposals",
    "evidence": "/v1/evidence",
    "worker": WORKER,
}
"""What the scripts ask, by the name of the attribute in which the page says it."""
SCANNED = "scan"
"""How somebody signed in whose label was read, as the form has it."""
FILES = {"style": STYLE, "manifest": MANIFEST, "entry": module_path(ENTRY)}
AT_ONCE, WITH_FORM = imported_by(ENTRY), imported_by(ENTRY, FORM)
ALL = [module_path(name) for name in MODULES if name != WORKER_FILE]
"""What pages load at once; the rest the worker keeps by each of them, so that all are whole without a signal."""


@dataclass(frozen=True)
class StreetField:
    """A field as the page asks for it.

    list     the list of the book from which it is chosen or proposed
    chosen   the word that stands in it until somebody says otherwise
    offered  what is offered for it by the page itself
    """

    input: Input
    list: str
    chosen: str
    offered: Sequence[str]


@dataclass
class StreetPages:
    """Shows the jobs of a role."""

    signing: bytes

    @page(STREET, "page_street", WRITERS, "街面网页 / The street", others=())
    def jobs(self, request: ApiRequest) -> Response:
        """The jobs of a role, and what waits on the device."""
        jobs = [one.name for one in jobs_of(request.bearer)]
        return self._show(request, "street", jobs=jobs, modules=AT_ONCE)

    @page(f"{STREET}/{{job}}", "page_street_job", WRITERS, "街面事项网页 / A job of the street", others=(404,))
    def job(self, request: ApiRequest) -> Response:
        """The form of a job. Raises Unknown, and Forbidden for a role that may not take its step."""
        job = BY_NAME.get(request.path["job"])
        if job is None:
            raise Unknown(request.path["job"])
        steps = job.for_bearer(request.bearer)
        if not steps:
            raise Forbidden(job.name)
        frame = _frame(request, self.signing)
        about = {
            "job": job,
            "steps": [_step(one, frame.lang) for one in steps],
            "camera": any(one.has(PHOTOS, PAPERS) for one in steps if not one.follows),
            "place": any(one.asks_where for one in steps),
            "rows": next(iter(_rows(steps, frame.lang)), None),
            "shots": next(iter(_shots(steps, frame.lang)), None),
            "usual": _usual_form(job),
            "modules": WITH_FORM,
        }
        return self._show(request, "street_job", **about)

    def _show(self, request: ApiRequest, name: str, **about: Any) -> Response:
        frame = _frame(request, self.signing)
        more = {
            "addresses": ADDRESSES,
            "files": FILES,
            "later": [one for one in ALL if one not in about["modules"]],
            "words": street.words(frame.lang != pages.ZH),
        }
        return admit_street(html_response(render.page(name, frame, **about, **more)), request.http)


def _frame(request: ApiRequest, signing: bytes) -> Frame:
    """The frame of a page that says of nobody who looks."""
    return replace(page_frame(request, signing, LANGUAGE_ONLY), bearer=None, csrf_token="")


def _step(one: JobStep, lang: str) -> dict[str, Any]:
    """A command as its page asks for it."""
    inputs = {each.path: each for each in InputBuilder(lang == pages.ZH).inputs(one.of.form, {})}
    return {
        "of": one,
        "title": one.of.zh if lang == pages.ZH else one.of.en,
        "sight": _asked(one, inputs, one.in_sight),
        "folded": _asked(one, inputs, one.behind),
        "recording": one.follows and one.has(PAPERS),
        "wants": "" if one.follows else _wanted_papers(one, inputs),
    }


def _wanted_papers(one: JobStep, inputs: dict[str, Input]) -> str:
    """What the papers are called without which it is refused; empty: it asks for none."""
    wanted = (inputs[name] for name, what in one.fills.items() if what == PAPERS)
    return next((each.title for each in wanted if each.required), "")


def _asked(one: JobStep, inputs: dict[str, Input], names: Sequence[str]) -> list[StreetField]:
    own = {name: replace(inputs[name], path=f"{one.step}.{name}") for name in names}
    return [StreetField(own[name], list_of(one.of, name), one.chosen(name), OFFERED.get(name, ())) for name in names]


def _rows(steps: Sequence[JobStep], lang: str) -> Iterator[dict[str, Any]]:
    """What is said of each thing that a list of a form looks at: by which fields, in which words, which is usual."""
    for step in steps:
        for name in (one for one, what in step.fills.items() if what == ROWS):
            field = fields_of(step.of.form)[name]
            inner, key = fields_of(element_form(field) or Form), key_field(field)
            says = next(one for one, each in inner.items() if "x-words" in each.metadata or kind_of(each) == "flag")
            words = _words(inner[says], lang) or {"true": pages.say(lang, "yes"), "false": pages.say(lang, "no")}
            yield {
                "key": key,
                "counted": kind_of(inner[key]) == "number",
                "says": says,
                "words": words,
                "usual": "" if ROLL in field.metadata else next(iter(words)),
                "proof": SCANNED if "proof" in inner else "",
            }


def _shots(steps: Sequence[JobStep], lang: str) -> Iterator[dict[str, Any]]:
    """What photographs may show, where a form asks for that."""
    for step in steps:
        for name in (one for one, what in step.fills.items() if what == PHOTOS):
            form = element_form(fields_of(step.of.form)[name]) or Form
            yield {"words": _words(fields_of(form)["kind"], lang), "usual": split_names(step.shots)}


def _words(one: fields.Field[Any], lang: str) -> dict[str, str]:
    return dict(one.metadata.get("x-words" if lang == pages.ZH else WORDS_EN, {}))


def _usual_form(job: StreetJob) -> str:
    """Where the register's own form is, or the list from which it is reached."""
    return list_path(job.register) + ("/new" if job.steps[0].of.opens_only else "")

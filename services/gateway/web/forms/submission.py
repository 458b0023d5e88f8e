"""What a page's form sends back: the fields that were typed, the files that came along, and the page's own members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from werkzeug.datastructures import FileStorage

from contracts.errors import Invalid, Problem
from contracts.forms import Form, field_at
from services.gateway.api.evidence import LONGEST_NAME
from services.gateway.display.field_kinds import kind_of
from services.gateway.evidence import MOST_BYTES, Evidence
from services.gateway.http.request import ApiRequest, parse_whole_number
from services.gateway.photographs.media_type import media_type_of
from services.gateway.web.forms import parse_form, typed_names
from services.gateway.web.forms.parse_form import Typed

KEY, VERSION, DO, FILLED_IN, ANSWER, REASON = "_key", "_version", "_do", "_said", "_answer", "_reason"
"""The page's own members: the command's key, the version that was seen, the button, the form as it was confirmed,
the answer to warnings, and why something is corrected."""


class FilesRefused(Invalid):
    """Some files could not be taken; what was typed is here."""

    zh = "部分文件未能上传，所填内容仍在"

    def __init__(self, form: Mapping[str, Any], faults: list[dict[str, str]]) -> None:
        """`form` is what was typed, with the files that could be taken."""
        super().__init__(errors=faults)
        self.form = form


def read_form(request: ApiRequest, form: type[Form], evidence: Evidence) -> dict[str, Any]:
    """What was typed, with the papers that came along, or what the page of a question bore.

    Raises FilesRefused, Invalid.
    """
    if FILLED_IN in request.http.form:
        return _decode(request.http.form[FILLED_IN])
    typed, faults = Typed(request.http.form), []
    typed_names.take_choices(typed)
    # Each file is kept as it comes: who has to correct the form need not choose the others again.
    for path, file in request.http.files.items(multi=True):
        field = field_at(form, path)
        if file.filename and field is not None and kind_of(field) == "evidence":
            try:
                typed.add(path, _save(file, evidence, request.bearer.id))
            except Problem as problem:
                faults += [one | {"field": path} for one in problem.errors or [problem.fault(path)]]
    values = parse_form.parse(form, typed)
    if faults:
        raise FilesRefused(values, faults)
    return values


def _save(file: FileStorage, evidence: Evidence, account: str) -> str:
    """Keep a file that came with the form; its hash. Raises EmptyEvidence, TooLarge, NamesSomebody."""
    body, name = file.stream.read(MOST_BYTES + 1), str(file.filename)[-LONGEST_NAME:]
    media_type = media_type_of(body, file.mimetype)
    return str(evidence.save(body, name=name, media_type=media_type, by=account)["sha256"])


def _decode(text: str) -> dict[str, Any]:
    """A form that a page bore while it asked. Raises Invalid."""
    try:
        form = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Invalid(FILLED_IN) from None
    return form if isinstance(form, dict) else {}


def seen_version(fields: Mapping[str, str]) -> int | None:
    """The version that the person saw; None: the page bore none, or somebody changed it."""
    try:
        return parse_whole_number(fields[VERSION])
    except (KeyError, ValueError):
        return None

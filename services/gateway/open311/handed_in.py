"""What an application handed in: its fields, the addresses of pictures, the pictures, and what is not ours."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qsl

import orjson
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from contracts import entry
from contracts.documents.endpoints import ENCODED
from contracts.errors import Invalid, fault
from services.chassis.records.personal_numbers import recogniser
from services.gateway.http import csrf
from services.gateway.open311.services import PLACES
from services.gateway.photographs.media_type import media_type_of

CONTROL = ("api_key", "jurisdiction_id")
ATTRIBUTES = tuple(f"attribute[{name}]" for name in PLACES)
FIELDS = (
    "service_code",
    "lat",
    "long",
    "address_string",
    "address_id",
    "description",
    "first_name",
    "last_name",
    "phone",
    "email",
    *ATTRIBUTES,
)
MEDIA_URL = ("media_url", "media_url[]")
MOST_PICTURES = 20
PICTURE = "image/"
UNREADABLE = "\ufffd"
"""What a decoder puts where it could read nothing."""


@dataclass(frozen=True)
class Picture:
    """A picture that was handed in."""

    name: str
    media_type: str
    body: bytes

    @property
    def sha256(self) -> str:
        """What its bytes are known by."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class HandedIn:
    """One report.

    texts     the fields that are kept, by GeoReport's names, those that were left empty missing
    media     the addresses of pictures elsewhere, in their order
    pictures  the pictures that came with it
    others    fields that are not kept, by name
    """

    texts: Mapping[str, str]
    media: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    others: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> str:
        """All of it, as one text: two reports that differ in anything differ in this."""
        hashes = [one.sha256 for one in self.pictures]
        whole: list[Any] = [dict(self.texts), self.media, hashes, dict(self.others)]
        return orjson.dumps(whole, option=orjson.OPT_SORT_KEYS).decode()

    def not_kept(self) -> list[str]:
        """The fields of which nothing is kept."""
        # One text says where it is, and an id of somebody else's list says less.
        unused = ["address_id"] if {"address_id", "address_string"} <= set(self.texts) else []
        return sorted([*self.others, *unused])


def read(request: Request) -> HandedIn:
    """What was handed in, in the body or in the address. Raises Invalid for what cannot be kept as it was meant."""
    csrf.limit_form(request)
    _refuse_other_codings(request)
    said = {name: _said(name, some) for name, some in request.values.lists()}
    texts = {name: _one(name, said[name]) for name in FIELDS if said.get(name)}
    media = tuple(dict.fromkeys(one for name in MEDIA_URL for one in said.get(name, ())))
    others = {name: "\n".join(some) for name, some in said.items() if some and name not in _OURS}
    with request:
        pictures = tuple(_pictures(request))
    if max(len(media), len(pictures)) > MOST_PICTURES:
        name = "media_url" if len(media) > MOST_PICTURES else "media"
        raise Invalid(name, errors=[fault(name, f"At most {MOST_PICTURES}", f"最多 {MOST_PICTURES} 张")])
    return HandedIn(texts, media, pictures, others)


def _said(name: str, some: list[str]) -> list[str]:
    """What a field says, each once, without blanks at the ends. Raises Invalid."""
    texts = list(dict.fromkeys(filter(None, map(entry.enter_all, some))))
    if any(UNREADABLE in one for one in (name, *texts)):
        raise _not_utf8(name)
    return texts


def _one(name: str, texts: list[str]) -> str:
    if len(texts) > 1:
        raise Invalid(name, errors=[fault(name, "Stands there more than once", "参数重复")])
    return texts[0]


def _refuse_other_codings(request: Request) -> None:
    """A form in another coding (GBK) would be kept as signs that nobody can read. Raises Invalid."""
    if request.mimetype != ENCODED:
        return
    text = request.get_data().decode(errors="surrogateescape")
    for name, value in parse_qsl(text, keep_blank_values=True, errors="surrogateescape"):
        for one in (name, value):
            if any("\udc80" <= sign <= "\udcff" for sign in one):
                raise _not_utf8(name)


def _not_utf8(name: str) -> Invalid:
    shown = name.encode(errors="replace").decode()
    return Invalid(shown, errors=[fault(shown, "Must be UTF-8", "应为 UTF-8 编码")])


def _pictures(request: Request) -> Iterator[Picture]:
    """The files, but for the empty one that a browser sends where none was chosen. Raises Invalid."""
    for name, files in request.files.lists():
        for file in files:
            body = file.read()
            if not body and not file.filename:
                continue
            media_type = media_type_of(body, _media_type(file))
            if not body or not media_type.startswith(PICTURE):
                en, zh = "Must be a photograph, such as image/jpeg", "应为照片，如 image/jpeg"
                raise Invalid(name, errors=[fault(name, en, zh)])
            yield Picture(_name_of(file, name), media_type, body)


def _name_of(file: FileStorage, field_name: str) -> str:
    """What a picture is called; where that is a number of somebody's, another name, so that the report is taken."""
    name = file.filename or field_name
    return f"{field_name}{PurePath(name).suffix}" if recogniser.find(name) else name


def _media_type(file: FileStorage) -> str:
    """What a file is; where its sender did not know, what its name says."""
    if file.mimetype and file.mimetype != "application/octet-stream":
        return file.mimetype
    return mimetypes.guess_type(file.filename or "")[0] or ""


_OURS = frozenset({*CONTROL, *FIELDS, *MEDIA_URL})

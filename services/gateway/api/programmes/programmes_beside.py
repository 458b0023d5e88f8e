"""Programmes beside the one in force: which there are, a file that is checked or handed in, and the numbers of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.wrappers import Response

from contracts.documents.endpoints import GET, JSON, POST
from contracts.errors import Forbidden, Invalid, Unknown, fault
from contracts.roles import EVERYONE
from contracts.rpc import CommandMessage, GroupReceipt
from contracts.training.programmes import register
from services.chassis.base import real_threads
from services.gateway.api.measures import fact_list
from services.gateway.api.measures.fact_list import FactList
from services.gateway.api.progress import CountsOnly
from services.gateway.command_input import client_key
from services.gateway.display import paging, reasons
from services.gateway.display.paging import CURSOR
from services.gateway.http import permissions, responses
from services.gateway.http.bearer_tokens import Bearer
from services.gateway.http.request import ApiRequest
from services.gateway.http.routing import Route
from services.gateway.read_model.generations import besides, handed_in
from services.gateway.read_model.generations.besides import ProgrammeBeside
from services.gateway.read_model.generations.handed_in import NotMadeYet
from services.gateway.read_model.generations.tables import BESIDE, Generation
from services.gateway.read_model.programme import Measure, Programme
from services.gateway.read_model.progress import Reader
from services.gateway.read_model.read_model import ReadModel, resolve_as_of
from services.gateway.reading_rights import ReadingRights, exact_measures
from services.gateway.record_client import RecordClient

LEADERS = register.step("hand_in").roles
FILE = "programme"
FRAME = "as_of, known_at, unit"
ISSUED = "issued"
OPEN = ("in_force", ISSUED, "ended")
"""The statuses of a programme whose numbers everybody may see."""
REVISED_FROM = ("handed_in", "withdrawn")
MOST_OVER = 20
"""So many of those that stand no longer are listed; the register has all of them."""


@dataclass
class ProgrammesBeside:
    """Shows programmes beside the one in force, and takes them in."""

    client: RecordClient

    @Route(GET, "/v1/programmes", "programmes", EVERYONE, "并行方案 / Programmes side by side", "Programmes")
    def programmes(self, _request: ApiRequest) -> Response:
        """The programme in force, and those beside it: how each stands, and how far its numbers are made."""
        return responses.answer({"programmes": self.rows()})

    def rows(self) -> list[dict[str, Any]]:
        """The programmes as programs and pages have them: the one in force, those that stand, some that stood."""
        view = self.client.read_model
        every = view.programmes_beside()
        standing, over = [one for one in every if one[0].stands], [one for one in every if not one[0].stands]
        first = view.programme.on(view.today())
        about = {"status": "in_force", "ready": True, "broken": False, "building": None, "record": None}
        days = {"start": first.start.isoformat(), "end": first.end.isoformat()}
        own = {"campaign": first.campaign, "title": first.title} | days | about
        return [own, *(_item(one, some) for one, some in (*standing, *over[-MOST_OVER:]))]

    def find(self, request: ApiRequest) -> dict[str, Any]:
        """The one in the path, which nobody but those who prepare it looks into before it is issued.

        Raises Unknown, Forbidden.
        """
        view, campaign = self.client.read_model, request.path["campaign"]
        found = next((_item(one, some) for one, some in view.programmes_beside() if one.campaign == campaign), None)
        if found is None:
            raise Unknown(campaign)
        if not may_look_into(found, request.bearer):
            raise Forbidden(campaign, "not issued")
        return found

    @Route(
        POST,
        "/v1/programmes/check",
        "check_programme",
        LEADERS,
        "核对方案文件 / Check a programme's file",
        "ProgrammeChecked",
        others=(413, 422),
        takes=(JSON,),
        body="Preview",
    )
    def check(self, request: ApiRequest) -> Response:
        """What a file says, or all that is wrong with it, each fault at its place; nothing is kept.

        Raises ProgrammeUnfit, Forbidden.
        """
        return responses.answer(in_short(self.read(request, _body(request))))

    def read(self, request: ApiRequest, body: bytes) -> Programme:
        """The programme that a file says, made of what the bearer may read. Raises ProgrammeUnfit, Forbidden."""
        programme = real_threads.run(handed_in.parse, body)
        handed_in.admit(programme, lambda one: permissions.may_read(one, request.bearer))
        return programme

    @Route(
        POST,
        "/v1/programmes",
        "hand_in_programme",
        LEADERS,
        "提交并行方案 / Hand in a programme",
        "Done",
        others=(409, 413, 422, 503),
        takes=(JSON,),
        body="Preview",
    )
    def hand_in(self, request: ApiRequest) -> Response:
        """Take a programme in as its file has it: its numbers are made, and it waits to be issued by a leader.

        One that was handed in already and not issued is changed. Raises ProgrammeUnfit, OwnerProblem.
        """
        receipt = self.take(request, _body(request))
        return responses.answer(receipt.to_payload() | {"warnings": []}, ETag=f'"{receipt.record.version}"')

    def take(self, request: ApiRequest, body: bytes) -> GroupReceipt:
        """Keep a file, and have its programme recorded. Raises ProgrammeUnfit, Forbidden, OwnerProblem."""
        programme, view = self.read(request, body), self.client.read_model
        name = f"{programme.campaign}.yaml"
        kept = self.client.evidence.save(body, name=name, media_type="application/yaml", by=request.bearer.id)
        there = next((one for one, _ in view.programmes_beside() if one.campaign == programme.campaign), None)
        revises = there is not None and there.status in REVISED_FROM
        step = register.step("revise" if revises else "hand_in")
        permissions.admit_step(step, request.bearer)
        today = view.today().isoformat()
        dated = {"revised_on": today} if revises else {"handed_in_on": today, "campaign": programme.campaign}
        form = {"evidence": [kept["sha256"]], **dated}
        key = client_key(request.bearer, request.http.headers.get("Idempotency-Key"))
        record = programme.campaign if revises else ""
        return self.client.carry_out(request, register, CommandMessage(key, register.name, step.name, form, record))

    @Route(
        GET,
        "/v1/programmes/{campaign}/progress",
        "programme_progress",
        EVERYONE,
        "并行方案的进展 / The progress of a programme beside",
        "ProgrammeProgress",
        FRAME,
        others=(404, 409, 422),
    )
    def progress(self, request: ApiRequest) -> Response:
        """All items of a programme beside the one in force, as `/v1/progress` has them. Raises Unknown, NotMadeYet."""
        return responses.answer(self.document(request))

    def document(self, request: ApiRequest) -> dict[str, Any]:
        """The progress of the programme in the path. Raises Unknown, Forbidden, NotMadeYet."""
        with self.reader(request) as reader:
            return reasons.explain(reader.document())

    @contextmanager
    def reader(self, request: ApiRequest) -> Iterator[Reader]:
        """One state of the ledger, read by the programme in the path. Raises Unknown, NotMadeYet."""
        view, campaign = self.client.read_model, request.path["campaign"]
        self.find(request)
        asked = resolve_as_of(view.question(), as_of=request.day("as_of"), known_at=request.moment("known_at"))
        with view.beside(campaign, asked, request.query.get("unit")) as reader:
            if reader is None:
                raise NotMadeYet(campaign)
            yield replace(reader, exact=exact_measures(reader.programme, request.bearer.role))

    @Route(
        GET,
        "/v1/programmes/{campaign}/measures/{measure}/facts",
        "programme_facts",
        EVERYONE,
        "并行方案指标的事实 / A measure's facts, by a programme beside",
        "Facts",
        f"{FRAME}, cursor, limit, from",
        headers=("Link",),
        others=(404, 409, 422),
    )
    def facts(self, request: ApiRequest) -> Response:
        """The facts a number is made of, as `/v1/measures/{measure}/facts` has them.

        Raises Unknown, NotMadeYet, CountsOnly, BadCursor.
        """
        with self.reader(request) as reader:
            measure = measure_in(reader, request)
            if not self.may_list(reader.programme, measure, request):
                raise CountsOnly(measure.id)
            found, facts = self.fact_page(reader, measure, request, paging.rows_asked(request))
        body = {
            "measure": measure.name,
            "title": measure.title,
            "unit": measure.unit,
            "n": found.number.number,
            "n_is_exact": found.number.is_exact,
            "facts": facts,
            "previous": found.turns.previous,
            "next": found.turns.next,
        }
        return responses.answer(body, **found.turns.links(request))

    def fact_page(
        self, reader: Reader, measure: Measure, request: ApiRequest, most: int, name: str = CURSOR
    ) -> tuple[FactList, Sequence[dict[str, Any]]]:
        """A page of a measure's facts, and these as they are answered. Raises BadCursor, Invalid."""
        rights = ReadingRights(request.bearer, self.client.read_model)
        found = fact_list.find(reader, measure, request, most, name)
        return found, fact_list.items(reader, measure, found.rows, rights)

    def may_list(self, programme: Programme, measure: Measure, request: ApiRequest) -> bool:
        """Whether who asks may see who and what stands behind a number: all of the registers that it is made of."""
        registers = programme.registers(measure.id)
        return not measure.private and all(permissions.may_read(one, request.bearer) for one in registers)


def in_force_beside(view: ReadModel) -> list[ProgrammeBeside]:
    """The programmes that were issued beside the first and whose numbers are made, by their campaigns."""
    return [
        one
        for one, some in view.programmes_beside()
        if one.status == ISSUED and any(each.state == BESIDE for each in some)
    ]


def may_look_into(one: Mapping[str, Any], bearer: Bearer) -> bool:
    """Whether somebody may see the numbers of a programme: everybody of what was issued, else who prepares it."""
    return one["status"] in OPEN or bearer.role in LEADERS


def measure_in(reader: Reader, request: ApiRequest) -> Measure:
    """The measure in the path, as the programme that is read has it. Raises Unknown."""
    measure = reader.programme.by_name.get(request.path["measure"])
    if measure is None:
        raise Unknown(request.path["measure"])
    return measure


def in_short(programme: Programme) -> dict[str, Any]:
    """What a file says in short."""
    return {
        "campaign": programme.campaign,
        "title": programme.title,
        "start": programme.start.isoformat(),
        "end": programme.end.isoformat(),
        "items": sum(1 for _ in programme.items()),
        "measures": len(programme.by_name),
        "targets": sum(one.target is not None for one in programme.by_name.values()),
    }


def _item(one: ProgrammeBeside, some: Sequence[Generation]) -> dict[str, Any]:
    laying = besides.laying(some)
    return {
        "campaign": one.campaign,
        "title": one.title,
        "start": one.start and one.start.isoformat(),
        "end": one.end and one.end.isoformat(),
        "status": one.status,
        "ready": any(each.state == BESIDE for each in some),
        "broken": besides.is_broken(some),
        "building": laying and {"events": laying.done, "of": laying.total},
        "record": one.campaign,
    }


def _body(request: ApiRequest) -> bytes:
    body = request.json()
    text = body.get(FILE) if isinstance(body, dict) and body.keys() == {FILE} else None
    if not isinstance(text, str):
        raise Invalid(FILE, errors=[fault(FILE, "The text of a programme", "应为方案文本")])
    return text.encode()

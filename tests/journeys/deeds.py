"""A deed of every kind of act, done as people, programs and strangers do it, and what must be on record of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote

from contracts import catalogue
from contracts.audit.acts import ACTS, AUDIT, event_type
from operations.base.environment import Environment
from operations.dead_letters import queue, recording
from services.audit import retention
from services.chassis.base import clock
from services.chassis.storage.store import Store
from services.chassis.storage.tables import in_hand
from tests import messaging
from tests.broker import environment
from tests.calls import stranger
from tests.suite import HttpResponse, Suite, until

Json = dict[str, Any]
NUMBER, NAME = "13812345678", "欧阳甲乙丙"
"""What is typed wherever somebody may type, and must stand nowhere."""
PASSWORD = f"路灯 亮在 {NUMBER} 雨夜"
HERE = "127.0.0.1"
CALLS = "/v1/outreach/service_calls"
CALL = {"unit": "DT", "received_at": "2017-03-01T09:00:00+08:00", "caller_kind": "resident", "matter": "灯不亮"}
TRACE = f"00-{'4' * 32}-{'6' * 16}-01"
CLERK, CAPTAIN, AUDITOR, OPERATOR = "clerk@DT", "captain@DT", "auditor@bureau", "operator@bureau"
LEADER = "leader@bureau"
MACHINE = "machine:operator"
"""The operator's command on the machine itself."""


@dataclass(frozen=True)
class Trace:
    """What one event says: of which act, of which service, who acted as what, and its data's members.

    asked  a client of the gateway did it: then there are an address, a route and a request
    """

    act: str
    actor: str
    post: str
    data: Mapping[str, Any]
    service: str = "gateway"
    asked: bool = True

    def fits(self, event: Json) -> bool:
        """Whether an event says all of it."""
        data = dict(self.data) | ({"address": HERE} if self.asked else {})
        named = (event["type"], event["actor"], event.get("post", ""))
        by_request = not self.asked or (event.get("correlationid") and event["data"].get("route"))
        members = {name: event["data"].get(name) for name in data}
        return bool(named == (event_type(self.service, self.act), self.actor, self.post) and by_request) and (
            members == data
        )


@dataclass
class Stage:
    """A suite in which deeds are done."""

    suite: Suite
    own: dict[str, str] = field(default_factory=dict)

    @cached_property
    def call(self) -> str:
        """A call with a resident's name and telephone: its id."""
        form = CALL | {"caller": NAME, "telephone": NUMBER}
        event = self.suite.unit("DT")
        done = self.suite.post(f"{CALLS}?after={event}", form, token=self.token("clerk"))
        assert done.status == 201, done.body
        assert self.suite.get(f"/v1/progress?after={done.json['event']}").status == 200
        self.own["event"] = done.json["event"]
        return str(done.json["record"]["id"])

    @property
    def record(self) -> str:
        """The call's record."""
        return f"outreach.service_calls/{self.call}"

    def token(self, role: str, who: str = "") -> str:
        """The token of somebody: of the squadron, or of the bureau."""
        return self.suite.token(role, "DT" if role in ("clerk", "captain") else None, who)

    def ask(self, path: str, role: str, *, status: int = 200) -> HttpResponse:
        """Somebody's question, answered so."""
        return self._answered(self.suite.get(path, token=self.token(role), traceparent=TRACE), status)

    def send(self, path: str, body: Any = None, role: str = "", *, status: int = 200, token: str = "") -> HttpResponse:
        """What somebody, or nobody, sends, answered so."""
        secret = token or (self.token(role) if role else "")
        return self._answered(self.suite.post(path, body, token=secret), status)

    @staticmethod
    def _answered(answer: HttpResponse, status: int) -> HttpResponse:
        assert answer.status == status, answer.body
        return answer

    @property
    def operator(self) -> Environment:
        """The operator's own environment, on the machine."""
        suite = self.suite
        return environment(suite.home, HTTP_ADDRESS=suite.address.removeprefix("http://"), AMQP_URI=suite.uri)


def person(role: str, unit: str = "bureau") -> str:
    """Who has a post in these tests."""
    return f"SYN-{role}-{unit}"


ME = {CLERK: person("clerk", "DT"), CAPTAIN: person("captain", "DT")}
ME |= {AUDITOR: person("auditor"), OPERATOR: person("operator"), LEADER: person("leader")}


def by(post: str, act: str, *, service: str = "gateway", **data: Any) -> Trace:
    """What is on record of who has a post."""
    return Trace(act, ME[post], post, {"outcome": "done"} | data, service)


def deny(stage: Stage) -> Iterator[Trace]:
    stage.ask(f"/v1/audit/records/outreach/service_calls/{stage.call}", "clerk", status=403)
    stage.ask(f"/v1/audit/records/outreach/service_calls/{NUMBER}", "clerk", status=403)
    assert stage.suite.get(f"/v1/audit/entries?person={NUMBER}", token=f"fss_{NUMBER}").status == 401
    yield by(CLERK, "denied", outcome="denied", problem="forbidden", record=stage.record)
    yield Trace("denied", "anonymous", "", {"outcome": "denied", "problem": "unauthenticated"})


def refuse(stage: Stage) -> Iterator[Trace]:
    later = CALL | {"matter": f"请回电{NUMBER}", "caller": NAME}
    stage.send(CALLS, later, "clerk", status=422)
    stage.send(f"{CALLS}/{stage.call}/answer", {NUMBER: NUMBER}, "clerk", status=422)
    stage.send(f"{CALLS}/{NUMBER}/answer", {}, "clerk", status=404)
    yield by(
        CLERK, "refused", outcome="refused", problem="names-somebody", register="outreach.service_calls", record=None
    )
    yield by(CLERK, "refused", outcome="refused", problem="invalid", record=stage.record)


def refuse_calls(stage: Stage) -> Iterator[Trace]:
    with stranger(stage.suite.uri) as somebody:
        for owner in catalogue.SERVICES:
            forged = somebody.call(owner, "forget", NUMBER)
            assert somebody.ask(forged)["error"], owner
            said = {"outcome": "refused", "route": "CALL forget", "address": None}
            yield Trace("call_refused", "anonymous", "", said, owner, asked=False)


def sign_in(stage: Stage) -> Iterator[Trace]:
    link = {"link": stage.suite.people.link("quartermaster"), "password": PASSWORD}
    first = stage.send("/v1/sessions/first", link, status=201).json["token"]
    who, post = person("quartermaster"), "quartermaster@bureau"
    own = {"name": who, "password": PASSWORD}
    stage.own |= {"first": first, "second": stage.send("/v1/sessions", own, status=201).json["token"]}
    for way in ("link", "password"):
        yield Trace("signed_in", who, post, {"outcome": "done", "account": who, "about": way})


def fail_to_sign_in(stage: Stage) -> Iterator[Trace]:
    who = person("quartermaster")
    for name in (who, f"{NAME}{NUMBER}"):
        stage.send("/v1/sessions", {"name": name, "password": NUMBER}, status=401)
    for account in (who, None):
        said = {"outcome": "failed", "account": account, "problem": "wrong-credentials"}
        yield Trace("sign_in_failed", "anonymous", "", said)


def _sessions(stage: Stage) -> dict[bool, str]:
    account = stage.suite.get("/v1/account", token=stage.own["second"]).json
    return {one["current"]: one["id"] for one in account["sessions"]}


def revoke(stage: Stage) -> Iterator[Trace]:
    other = _sessions(stage)[False]
    stage.send(f"/v1/account/sessions/{other}/end", token=stage.own["second"])
    asked = {"name": "scanner", "role": "clerk", "unit": "DT"}
    stage.send("/v1/keys", asked, "administrator", status=201)
    stage.send("/v1/keys/scanner/revoke", None, "administrator")
    who = person("quartermaster")
    yield Trace("revoked", who, "quartermaster@bureau", {"account": who, "about": "session"})
    yield Trace("revoked", person("administrator"), "administrator@bureau", {"account": "key:scanner"})


def make_key(_stage: Stage) -> Iterator[Trace]:
    """The key that was made to be revoked."""
    said = {"account": "key:scanner", "about": "key made", "outcome": "done"}
    yield Trace("account_changed", person("administrator"), "administrator@bureau", said)


def sign_out(stage: Stage) -> Iterator[Trace]:
    stage.send(f"/v1/account/sessions/{_sessions(stage)[True]}/end", token=stage.own["second"])
    who = person("quartermaster")
    yield Trace("signed_out", who, "quartermaster@bureau", {"account": who, "outcome": "done"})


def change_role(stage: Stage) -> Iterator[Trace]:
    who = "SYN-both"
    stage.token("clerk", who)
    stage.send("/v1/account/post", {"post": CLERK}, token=stage.token("captain", who))
    yield Trace("role_changed", who, CAPTAIN, {"account": who, "about": CLERK})


def show_text(stage: Stage) -> Iterator[Trace]:
    shown = stage.ask(f"{CALLS}/{stage.call}", "captain").json["fields"]
    assert shown["telephone"] == NUMBER
    said = {"record": stage.record, "register": "outreach.service_calls"}
    yield by(CAPTAIN, "text_shown", service="outreach", **said)


def export(stage: Stage) -> Iterator[Trace]:
    assert NUMBER in stage.ask(f"{CALLS}/export?format=csv", "captain").body.decode()
    yield by(CAPTAIN, "exported", register="outreach.service_calls", about="csv")


def forget_text(stage: Stage) -> Iterator[Trace]:
    """Of the name; the number is left to be looked for."""
    who = stage.ask(f"/v1/facts/{stage.own['event']}", "operator").json["event"]["data"]["caller"]
    assert stage.send(f"/v1/operations/forget?service=outreach&who={who}", None, "operator").json["forgotten"]
    yield by(OPERATOR, "text_forgotten", service="outreach", about=who)


def read_paper(stage: Stage) -> Iterator[Trace]:
    handed_in = stage.suite.post("/v1/evidence?name=proof", NUMBER.encode(), token=stage.token("clerk"))
    stage.ask(f"/v1/evidence/{handed_in.json['sha256']}", "clerk")
    yield by(CLERK, "paper_read", paper=handed_in.json["sha256"])


def make_pack(stage: Stage) -> Iterator[Trace]:
    stage.send("/v1/audit/packs", {"kind": "record", "record": stage.record}, "auditor")
    yield by(AUDITOR, "pack_made", record=stage.record)


def issue_report(stage: Stage) -> Iterator[Trace]:
    """Its act has the hashes of both files, which are those of what is given out."""
    issued = stage.send("/v1/reports", {"month": "2017-06"}, "leader", status=201).json
    which, hashes = f"gateway.reports/{issued['id']}", (issued["docx_sha256"], issued["pdf_sha256"])
    about = "2017-06 bureau #1 docx:{} pdf:{}".format(*hashes)
    yield by(LEADER, "report_issued", record=which, about=about)


def read_audit(stage: Stage) -> Iterator[Trace]:
    for asked in (f"record={quote(stage.record, safe='')}", f"person={NUMBER}", f"person={quote(NAME)}"):
        stage.ask(f"/v1/audit/entries?{asked}", "auditor")
    stage.ask(f"/v1/audit/records/outreach/service_calls/{NUMBER}", "auditor")
    yield by(AUDITOR, "audit_read", record=stage.record)


def note_backup(stage: Stage) -> Iterator[Trace]:
    stage.send("/v1/operations/backups", {"deed": "made", "name": "copy-1"}, "operator")
    yield by(OPERATOR, "backup_noted", about="made copy-1")


def replay_message(stage: Stage) -> Iterator[Trace]:
    _park(stage, "gateway", "stray-1")
    queue.replay(stage.operator, "stray-1", "gateway", recording.teller(stage.operator))
    yield Trace("message_replayed", MACHINE, OPERATOR, {"outcome": "done", "about": "gateway stray-1"})
    _park(stage, "cases", "stray-3")
    stage.send("/v1/operations/letters/cases/stray-3/replay", {}, "operator")
    yield by(OPERATOR, "message_replayed", about="cases stray-3")


def discard_message(stage: Stage) -> Iterator[Trace]:
    _park(stage, "audit", "stray-2")
    queue.discard(stage.operator, "stray-2", "audit", f"asked by {NUMBER}", recording.teller(stage.operator))
    yield Trace("message_discarded", MACHINE, OPERATOR, {"outcome": "done", "about": "audit stray-2"})
    _park(stage, "audit", "stray-4")
    stage.send("/v1/operations/letters/audit/stray-4/discard", {"why": f"asked by {NUMBER}"}, "operator")
    yield by(OPERATOR, "message_discarded", about="audit stray-4")


def _park(stage: Stage, service: str, message: str) -> None:
    uri, body = stage.suite.uri, json.dumps({"telephone": NUMBER}).encode()
    messaging.send(uri, body, queue=catalogue.inbox(service), message_id=message)
    until(lambda: messaging.count(uri, catalogue.dead_letter_queue(service)) == 1, "it is parked")


def start_anew(stage: Stage) -> Iterator[Trace]:
    """By a restart with another setting, each with a key of its own that is new: two deeds, for one restart."""
    stage.suite.kill()
    for key in (stage.suite.home / "secrets" / "signing").glob("*.key"):
        key.unlink()
    _let_traces_be_over(stage)
    stage.suite.environment |= {"REQUEST_RATE": "190"}
    stage.suite.start()
    stage.suite.ready()
    for service in catalogue.PUBLISHERS:
        yield Trace("configuration_changed", "anonymous", "", {"about": "settings"}, service, asked=False)


def change_keys(_stage: Stage) -> Iterator[Trace]:
    """The restart gave everybody another key."""
    for service in catalogue.PUBLISHERS:
        yield Trace("key_changed", "anonymous", "", {"about": "signing key"}, service, asked=False)
    yield Trace("key_changed", AUDIT, "", {"outcome": "done"}, AUDIT, asked=False)


def begin_with_programme(_stage: Stage) -> Iterator[Trace]:
    """From none to the one that the gateway began with."""
    yield Trace("programme_changed", "anonymous", "", {"about": "programme"}, asked=False)


def alter_acts(stage: Stage) -> Iterator[Trace]:
    """Somebody writes acts into a database, under no signature of its service."""
    store = Store(f"sqlite:///{stage.suite.home}/data/outreach.db")
    store.put(in_hand, {"id": "forged", "at": "2017-03-01", "after": "", "bodies": "[]", "key": "", "signature": b""})
    store.close()
    said = {"about": "forged", "problem": "changed"}
    yield Trace("acts_altered", "anonymous", "", said, "outreach", asked=False)


def forget_entries(_stage: Stage) -> Iterator[Trace]:
    """While the log was away its clerk looked two years ahead: `signed_out` is no more."""
    said = {"about": "signed_out", "record": "audit.entries/signed_out", "count": 1}
    yield Trace("entry_forgotten", AUDIT, "", said, AUDIT, asked=False)


def _let_traces_be_over(stage: Stage) -> None:
    """What the log does once a day, on the day when signing out was two years ago."""
    store, later = Store(f"sqlite:///{stage.suite.home}/data/audit.db"), clock.now() + timedelta(days=730)
    with store.begin_read() as tx:
        bound = retention.bound_of(tx, "signed_out", later)
    with store.begin() as tx:
        assert retention.forget(tx, "/320205/audit", "signed_out", later, bound) == 1
    store.close()


DEEDS: dict[str, Callable[[Stage], Iterator[Trace]]] = {
    "denied": deny,
    "refused": refuse,
    "call_refused": refuse_calls,
    "signed_in": sign_in,
    "sign_in_failed": fail_to_sign_in,
    "revoked": revoke,
    "account_changed": make_key,
    "signed_out": sign_out,
    "role_changed": change_role,
    "text_shown": show_text,
    "exported": export,
    "text_forgotten": forget_text,
    "paper_read": read_paper,
    "pack_made": make_pack,
    "report_issued": issue_report,
    "audit_read": read_audit,
    "backup_noted": note_backup,
    "message_replayed": replay_message,
    "message_discarded": discard_message,
    "configuration_changed": start_anew,
    "key_changed": change_keys,
    "programme_changed": begin_with_programme,
    "entry_forgotten": forget_entries,
    "acts_altered": alter_acts,
}
"""Of each kind of act one, in the order in which they are done."""
NOT_DONE: dict[str, str] = {}
"""Kinds that are spoken of, and why nobody does them here."""
EVERY_ACT = frozenset(ACTS)

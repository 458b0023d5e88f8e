"""What opens that which a telephone keeps: one person's on one device, while they are signed in, until revoked."""

from __future__ import annotations

import base64

import pytest
import sqlalchemy as sa
from werkzeug.test import Client, TestResponse

from services.chassis.storage.store import Store
from services.gateway.accounts import moments
from services.gateway.accounts.street import street_devices
from services.gateway.accounts.street.street_devices import StreetDevices
from services.gateway.accounts.tables import street_devices as table
from services.gateway.http import cookies, csrf, routing
from services.gateway.http.app import App
from services.gateway.street.device_keys import MOST_ASKED, DeviceKeys
from services.gateway.web.people.sign_in import SignIn
from tests.office import Office
from tests.services.gateway.test_accounts import HERE, KEY, OTHER, PASSWORD, Bureau


class Phones:
    """A captain and an officer with telephones."""

    def __init__(self, office: Office, store: Store) -> None:
        office.person("CAP", "DT", role="captain")
        office.person("OFF", "DT")
        self.bureau = Bureau(office, store)
        self.accounts = self.bureau.accounts
        self.secrets = {one: self.bureau.invite(one) for one in ("CAP", "OFF")}
        resources = (DeviceKeys(self.accounts), SignIn(self.accounts, KEY))
        app = App(routing.bind(resources), KEY, self.accounts.identity.bearer)
        self.client = Client(app, use_cookies=False)

    def get(self, path: str, secret: str = "") -> TestResponse:
        self.accounts.identity.forget()
        return self.client.get(path, headers={"Cookie": f"{cookies.PLAIN}={secret}"} if secret else {})

    def key(self, person: str, *devices: str, secret: str = "") -> dict[str, str]:
        """What a telephone is told that names its devices."""
        answer = self.get(_naming("key", devices), secret or self.secrets[person])
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "private, no-store"
        body: dict[str, str] = answer.get_json()
        return body

    def ask_what_is_revoked(self, *devices: str) -> list[str]:
        """What a telephone hears on which nobody is signed in."""
        body: list[str] = self.get(_naming("revocations", devices)).get_json()["revoked"]
        return body

    def sign_out(self, person: str, waiting: str = "", **form: str) -> TestResponse:
        secret = self.secrets[person]
        seal = csrf.csrf_token(KEY, self.bureau.bearer(secret))
        cookie = f"{cookies.PLAIN}={secret}" + (f"; street_waiting={waiting}" if waiting else "")
        return self.client.post("/signout", data={"_seal": seal, **form}, headers={"Cookie": cookie})


def _naming(what: str, devices: tuple[str, ...]) -> str:
    return f"/v1/street/{what}" + (f"?devices={','.join(devices)}" if devices else "")


@pytest.fixture
def phones(office: Office, store: Store) -> Phones:
    return Phones(office, store)


def test_a_device_hears_the_same_secret_for_the_same_person_again(phones: Phones) -> None:
    first = phones.key("OFF")
    assert len(base64.b64decode(first["secret"])) == 32
    again = phones.accounts.sign_in("OFF", PASSWORD, HERE)
    assert phones.key("OFF", first["device"], secret=again)["secret"] == first["secret"]
    assert phones.key("OFF")["secret"] != first["secret"], "another device, another secret"


def test_who_else_signs_in_on_it_hears_nothing_of_it(phones: Phones) -> None:
    own = phones.key("OFF")
    others = phones.key("CAP", own["device"])
    assert others["device"] != own["device"]
    assert others["secret"] != own["secret"]
    assert phones.key("OFF", others["device"], own["device"])["secret"] == own["secret"], "of several it is theirs"


def test_without_a_session_there_is_none_and_what_waits_stays(phones: Phones) -> None:
    device = phones.key("OFF")["device"]
    assert phones.get(f"/v1/street/key?devices={device}").status_code == 401
    assert phones.ask_what_is_revoked(device) == []


@pytest.mark.parametrize("way", ["signed out by an administrator", "closed", "ended from elsewhere", "signed out"])
def test_it_is_revoked_when_somebody_says_so(phones: Phones, way: str) -> None:
    key, bearer = phones.key("OFF"), phones.bureau.bearer(phones.secrets["OFF"])
    if way == "signed out by an administrator":
        phones.accounts.end_sessions("OFF", by="founder:first")
    elif way == "closed":
        phones.accounts.close("OFF", by="founder:first")
        phones.accounts.reopen("OFF")
    elif way == "ended from elsewhere":
        elsewhere = phones.bureau.bearer(phones.accounts.sign_in("OFF", PASSWORD, HERE))
        phones.accounts.end_session(elsewhere, bearer.session)
    else:
        assert phones.sign_out("OFF").status_code == 303
    assert phones.ask_what_is_revoked(key["device"]) == [key["device"]]
    again = phones.key("OFF", key["device"], secret=phones.accounts.sign_in("OFF", PASSWORD, HERE))
    assert again["device"] != key["device"], "signing in again brings nothing of it back"
    with phones.accounts.devices.store.begin_read() as tx:
        salts = tx.execute(sa.select(table.c.salt).where(table.c.revoked_at.is_not(None))).scalars().all()
    assert salts == [""], "and nobody derives it, whoever has the database and the home's key"


@pytest.mark.parametrize("way", ["another password", "another's session", "signed in anew", "ran out"])
def test_it_is_not_revoked_by_what_says_nothing_of_it(phones: Phones, way: str) -> None:
    key, bearer = phones.key("OFF"), phones.bureau.bearer(phones.secrets["OFF"])
    if way == "another password":
        phones.accounts.change_password(bearer, PASSWORD, OTHER)
    elif way == "another's session":
        phones.accounts.end_sessions("CAP", by="founder:first")
    elif way == "signed in anew":
        phones.accounts.leave(phones.secrets["OFF"])
    else:
        phones.accounts.sessions.end_all("OFF", by="provider")
    assert phones.ask_what_is_revoked(key["device"]) == []
    secret = phones.accounts.sign_in("OFF", OTHER if way == "another password" else PASSWORD, HERE)
    assert phones.key("OFF", key["device"], secret=secret)["secret"] == key["secret"]


def test_a_device_goes_with_the_session_that_used_it_last(phones: Phones) -> None:
    key, first = phones.key("OFF"), phones.bureau.bearer(phones.secrets["OFF"])
    phones.key("OFF", key["device"], secret=phones.accounts.sign_in("OFF", PASSWORD, HERE))
    elsewhere = phones.bureau.bearer(phones.accounts.sign_in("OFF", PASSWORD, HERE))
    phones.accounts.end_session(elsewhere, first.session)
    assert phones.ask_what_is_revoked(key["device"]) == [], "the device has another session since"


def test_beyond_some_the_one_that_was_unused_for_longest_gives_way(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(street_devices, "MOST", 2)
    devices = [phones.key("OFF")["device"] for _ in range(2)]
    with phones.accounts.devices.store.begin() as tx:
        older = table.c.id == moments.digest(devices[0])
        tx.execute(table.update().where(older).values(used_at="2017-01-01T00:00:00+00:00"))
    other = phones.key("CAP")["device"]
    devices.append(phones.key("OFF")["device"])
    assert phones.ask_what_is_revoked(*devices, other) == [devices[0]]


@pytest.mark.parametrize(
    "devices",
    ["no name", "x" * 19, "x" * 61, "x" * 42 + "%0A", "１" * 43, "..%2F" * 9, ",".join(["x" * 43] * (MOST_ASKED + 1))],
)
def test_what_names_no_device_is_refused(phones: Phones, devices: str) -> None:
    for what in ("key", "revocations"):
        refused = phones.get(f"/v1/street/{what}?devices={devices}", phones.secrets["OFF"])
        assert refused.status_code == 422
        assert [one["field"] for one in refused.get_json()["errors"]] == ["devices"]
    with phones.accounts.devices.store.begin_read() as tx:
        assert not tx.scalar(sa.select(sa.func.count()).select_from(table)), "no device begins so"


def test_a_revoked_device_comes_back_for_nobody(phones: Phones) -> None:
    device = phones.key("OFF")["device"]
    phones.accounts.devices.revoke_all("OFF", by="founder:first")
    for person in ("OFF", "CAP"):
        again = phones.key(person, device)
        assert again["device"] != device
        assert phones.key(person, device, again["device"])["secret"] == again["secret"], "the one that lasts answers"
    assert phones.ask_what_is_revoked(device) == [device], "however often it is asked for"


def test_another_home_s_key_makes_another_secret(phones: Phones) -> None:
    key = phones.key("OFF")
    other = StreetDevices(phones.accounts.devices.store, b"o" * 64)
    assert other.hand_out("OFF", "", [key["device"]]).secret != key["secret"]


def test_who_signs_out_is_told_what_waits_and_asked(phones: Phones) -> None:
    key = phones.key("OFF")
    asked = phones.sign_out("OFF", waiting="3")
    assert asked.status_code == 200
    assert "还有 3 条记录没有发送" in asked.text
    assert phones.bureau.bearer(phones.secrets["OFF"]).id == "OFF", "and is signed in still"
    assert phones.ask_what_is_revoked(key["device"]) == []
    out = phones.sign_out("OFF", waiting="3", leave="yes")
    assert out.status_code == 303
    assert '"storage"' in out.headers["Clear-Site-Data"]
    assert any(one.startswith("street_waiting=;") for one in out.headers.getlist("Set-Cookie"))
    assert phones.ask_what_is_revoked(key["device"]) == [key["device"]]


@pytest.mark.parametrize("waiting", ["", "0", "-1", "many", "99999"])
def test_where_nothing_waits_nobody_is_asked(phones: Phones, waiting: str) -> None:
    assert phones.sign_out("OFF", waiting=waiting).status_code == 303

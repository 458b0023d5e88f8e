"""What is looked at in tokens of the bureau's provider, and that nothing of a provider is trusted that is away."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from operations.base import ports
from services.chassis.base import openid_settings
from services.chassis.base.openid_settings import OpenIdSettings
from services.chassis.base.settings import Misconfigured
from services.gateway.accounts.openid.errors import ProviderAway, WrongToken
from services.gateway.accounts.openid.provider import Provider
from services.gateway.accounts.openid.tokens import LEEWAY, LOGOUT, TokenCheck, UnknownKey
from services.gateway.accounts.sealing import GOOD_FOR, Seal
from services.gateway.http.cookies import LAX, SECURE
from services.gateway.web.people.provider import flow_cookie
from tests.chassis.test_settings import read_settings

ISSUER, CLIENT, NONCE, ACCESS = "https://id.example", "campaign", "a nonce", "an access token"
OURS = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"})
CURVE = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
STRANGERS = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig"})
KEYS = KeySet([OURS, CURVE])
CHECK = TokenCheck(ISSUER, CLIENT)


def claims(**changed: Any) -> dict[str, Any]:
    """What an ID token says; None leaves a claim out."""
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": CLIENT, "sub": "CAP", "iat": now, "exp": now + 600, "nonce": NONCE} | changed
    return {name: value for name, value in whole.items() if value is not None}


def sign(body: dict[str, Any], key: Any = OURS, alg: str = "RS256", **header: Any) -> str:
    return jwt.encode({"alg": alg, "kid": "ours", **header}, body, key, algorithms=[alg])


def make_unsigned(body: dict[str, Any], alg: str) -> str:
    parts = (json.dumps(one).encode() for one in ({"alg": alg, "kid": "ours"}, body))
    return ".".join(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in parts) + "."


def read(token: str) -> dict[str, Any]:
    return CHECK.id_token(token, KEYS, NONCE, ACCESS)


def test_a_token_that_the_provider_signed_for_us_and_this_question_is_read() -> None:
    assert read(sign(claims()))["sub"] == "CAP"
    assert read(sign(claims(), CURVE, "ES256", kid="curve"))["sub"] == "CAP"
    assert read(sign(claims(aud=[CLIENT, "another"], azp=CLIENT)))["sub"] == "CAP"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": None},
        {"sub": None},
        {"at_hash": "another"},
    ],
)
def test_what_was_said_to_another_or_in_another_matter_or_at_another_time_is_not(changed: dict[str, Any]) -> None:
    with pytest.raises(WrongToken):
        read(sign(claims(**changed)))


@pytest.mark.parametrize(("late", "good"), [(LEEWAY / 2, True), (-LEEWAY / 2, True), (LEEWAY * 2, False)])
def test_clocks_may_be_apart_by_a_minute(late: float, *, good: bool) -> None:
    now = int(time.time())
    for one in ({"exp": now - int(late)}, {"iat": now + int(late), "exp": now + 600}):
        if good:
            assert read(sign(claims(**one)))
        else:
            with pytest.raises(WrongToken):
                read(sign(claims(**one)))


def test_signatures_of_nobody_of_strangers_and_under_a_public_key_are_refused() -> None:
    public = OURS.as_pem(private=False)
    forged = [
        make_unsigned(claims(), "none"),
        make_unsigned(claims(), "NONE"),
        make_unsigned(claims(), "RS256"),
        sign(claims(), STRANGERS),
        sign(claims(), OctKey.import_key(b"a secret of client and provider!"), "HS256"),
        sign(claims(), CURVE, "ES256"),
        sign(claims())[:-8] + "AAAAAAAA",
        "",
        "a.b",
        "a.b.c",
        "汉.字.的",
    ]
    for token in forged:
        with pytest.raises(WrongToken):
            read(token)
    assert public
    with pytest.raises(UnknownKey):
        read(sign(claims(), kid="new"))


def logout(**changed: Any) -> dict[str, Any]:
    whole = claims(nonce=None, jti="one", sid="s", events={LOGOUT: {}}) | changed
    return {name: value for name, value in whole.items() if value is not None}


def test_a_logout_token_is_one_by_its_event_and_no_id_token() -> None:
    assert CHECK.logout_token(sign(logout()), KEYS)["sid"] == "s"
    assert CHECK.logout_token(sign(logout(sub=None)), KEYS)["sid"] == "s"
    wrong: tuple[dict[str, Any], ...] = (
        {"events": None},
        {"events": {}},
        {"events": [LOGOUT]},
        {"nonce": NONCE},
        {"sub": None, "sid": None},
        {"sub": "", "sid": ""},
        {"sub": 7, "sid": None},
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"iat": None},
        {"exp": 1},
    )
    for changed in wrong:
        with pytest.raises(WrongToken):
            CHECK.logout_token(sign(logout(**changed)), KEYS)
    with pytest.raises(WrongToken):
        CHECK.logout_token(sign(claims()), KEYS)
    with pytest.raises(WrongToken):
        read(sign(logout()))


def test_a_provider_that_is_away_is_a_problem_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://192.0.2.1:9")
    provider = Provider(OpenIdSettings(f"https://localhost:{ports.free()}", CLIENT, "secret"), "http://localhost/back")
    with pytest.raises(ProviderAway) as refused:
        provider.address("state", "nonce", "verifier")
    assert (refused.value.status, refused.value.slug) == (503, "provider-away")
    assert provider.end_address("http://localhost/signin") == ""


def test_what_a_browser_keeps_is_good_for_one_purpose_and_some_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Seal(b"k" * 64, b"one"), Seal(b"k" * 64, b"other")
    kept = one.close(state="x")
    assert one.open(kept) == {"state": "x"}
    for text in (None, "", "nothing", kept[:-2], "汉字"):
        assert one.open(text) is None
    assert other.open(kept) is None
    assert Seal(b"l" * 64, b"one").open(kept) is None
    late = one._now() + GOOD_FOR + 1
    monkeypatch.setattr(Seal, "_now", lambda _self: late)
    assert one.open(kept) is None


def test_its_cookie_comes_back_from_another_site_and_is_no_sign_in() -> None:
    cookie = flow_cookie(tls=True)
    assert cookie.same_site == LAX
    assert cookie.read({"HTTP_COOKIE": f"{SECURE}=session"}) is None
    assert cookie.read({"HTTP_COOKIE": f"{SECURE}-provider=flow"}) == "flow"


GIVEN = {openid_settings.ISSUER: ISSUER, openid_settings.CLIENT: CLIENT, openid_settings.SECRET: "s"}


def test_a_provider_is_set_by_its_issuer_and_what_goes_with_it() -> None:
    assert read_settings().openid is None
    known = read_settings(**GIVEN, OIDC_STRONG="mfa, phr").openid
    assert known is not None
    assert known.claim == "preferred_username"
    assert known.strong == frozenset({"mfa", "phr"})
    assert "'s'" not in repr(known)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ISSUER", "http://id.example"),
        ("OIDC_ISSUER", "id.example"),
        ("OIDC_CLIENT_ID", ""),
        ("OIDC_CLIENT_SECRET", ""),
        ("OIDC_AUTHORITY_FILE", "/nowhere"),
    ],
)
def test_a_wrong_setting_of_it_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        read_settings(**(GIVEN | {name: value}))

"""The bureau's provider for tests (`oidc-provider` of npm), a gateway beside it, and browsers that speak HTTP."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from joserfc.jwk import ECKey, KeySet, RSAKey

from operations.base import ports
from tests.chassis.test_tls import lay_certificate
from tests.suite import PATIENCE, Suite, until

FOLDER = Path(__file__).parent / "provider"
SECRET = "a secret of client and provider"
META = re.compile(r'http-equiv="refresh" content="0;url=([^"]*)"')
SEAL = re.compile(r'name="_seal" value="([^"]*)"')


def install(folder: Path) -> Path:
    """The provider with its packages as they are locked, without their scripts; nothing is left in the repository."""
    for name in ("package.json", "package-lock.json", "provider.mjs"):
        shutil.copy(FOLDER / name, folder / name)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=300)
    return folder


def keys(kind: str = "RS256") -> dict[str, Any]:
    """Keys of a provider, drawn anew."""
    parameters: Any = {"use": "sig", "alg": kind}
    drawn = RSAKey.generate_key(2048, parameters) if kind == "RS256" else ECKey.generate_key("P-256", parameters)
    drawn.ensure_kid()
    return dict(KeySet([drawn]).as_dict(private=True))


@dataclass
class OpenIdProvider:
    """The provider as a process of ours, over https."""

    folder: Path
    client: str
    port: int = field(default_factory=ports.free)
    process: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        self.files = lay_certificate(self.folder / "certificate")

    @property
    def issuer(self) -> str:
        return f"https://localhost:{self.port}"

    def start(self, alg: str = "RS256", *, lifetime: int = 600, userinfo: bool = True, **names: str) -> None:
        """Start it, with new keys; `names`: whose code stands in the claim, where it is not the name that was typed."""
        given = {
            "issuer": self.issuer,
            "client": self.client,
            "secret": SECRET,
            "port": self.port,
            "alg": alg,
            "jwks": keys(alg),
            "lifetime": lifetime,
            "userinfo": userinfo,
            "names": names,
            "key": str(self.files.home / "secrets" / "tls" / "server.key"),
            "certificate": str(self.files.home / "secrets" / "tls" / "server.crt"),
        }
        with (self.folder / "provider.log").open("a") as log:
            self.process = subprocess.Popen(
                ["node", "provider.mjs", json.dumps(given)], cwd=self.folder, stdout=log, stderr=log, text=True
            )
        until(self.answers, "the provider answers")

    def answers(self) -> bool:
        try:
            address = f"{self.issuer}/.well-known/openid-configuration"
            return requests.get(address, verify=str(self.files.authority), timeout=60).ok
        except OSError:
            return False

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(PATIENCE)
            self.process = None


@dataclass
class Bureau:
    """A gateway whose people sign in by the provider."""

    suite: Suite
    provider: OpenIdProvider

    def browser(self) -> Browser:
        return Browser(self.suite.address.replace("127.0.0.1", "localhost"), str(self.provider.files.authority))


@dataclass
class Browser:
    """A browser that keeps cookies and follows where it is led."""

    gateway: str
    authority: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str, **more: Any) -> requests.Response:
        """A page, by address or by path of the gateway."""
        return self._ask("GET", path, **more)

    def post(self, path: str, **form: str) -> requests.Response:
        return self._ask("POST", path, data=form)

    def _ask(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Accept": "text/html", "Accept-Language": "zh-CN"}
        return self.session.request(
            method, urljoin(self.gateway, path), headers=headers, verify=self.authority, timeout=60, **more
        )

    def at_the_provider(self, next_: str = "/due") -> requests.Response:
        """The provider's form, from the button on the gateway's."""
        return self.get(f"/signin/provider?next={next_}")

    def answer(self, login: str, amr: str = "pwd", next_: str = "/due") -> str:
        """Sign in at the provider; the address at which it sends the browser back, not yet opened."""
        page = self.at_the_provider(next_)
        while "/signin/provider/callback" not in page.url:
            if page.status_code == 200:
                response = self.session.post(
                    page.url,
                    {"login": login, "amr": amr},
                    verify=self.authority,
                    timeout=60,
                    allow_redirects=False,
                )
            else:
                response = self.get(page.url, allow_redirects=False)
            target = urljoin(response.url, response.headers["Location"])
            if "/signin/provider/callback" in target:
                return target
            page = self.get(target, allow_redirects=False)
            if page.is_redirect and "/signin/provider/callback" in page.headers["Location"]:
                return page.headers["Location"]
        return page.url

    def sign_in(self, login: str, amr: str = "pwd", next_: str = "/due") -> requests.Response:
        """Sign in by the provider; the gateway's answer."""
        return self.get(self.answer(login, amr, next_))


def onward(response: requests.Response) -> str:
    """Where a page goes on to by itself."""
    match = META.search(response.text)
    return match[1].replace("&amp;", "&") if match else ""


def seal(response: requests.Response) -> str:
    """The csrf token of a page's form."""
    match = SEAL.search(response.text)
    assert match
    return match[1]


@contextmanager
def bureau(home: Path, uri: str, **settings: str) -> Iterator[Bureau]:
    """A gateway and a provider; nothing else of the suite is needed to sign in."""
    (home / "provider").mkdir(parents=True)
    suite = Suite(home, uri)
    address = f"http://localhost:{suite.port}"
    provider = OpenIdProvider(install(home / "provider"), address)
    (home / "client.secret").write_text(SECRET)
    suite.environment |= {
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": "campaign",
        "OIDC_CLIENT_SECRET_FILE": str(home / "client.secret"),
        "OIDC_AUTHORITY_FILE": str(provider.files.authority),
        "OIDC_STRONG": "mfa",
        "PUBLIC_URL": address,
        **settings,
    }
    provider.start()
    suite.start("gateway")
    try:
        until(lambda: suite.get("/healthz", token="").status == 200, f"the gateway answers; see {home}")
        yield Bureau(suite, provider)
    finally:
        provider.stop()
        suite.stop()

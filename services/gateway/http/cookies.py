"""The cookie in which a browser keeps its sign-in: what it is called, how it is read, given and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

PLAIN, SECURE = "campaign", "__Host-campaign"
STRICT, LAX = "Strict", "Lax"
"""A browser takes the second name from TLS alone, for this one host and no domain above it: no neighbour plants it."""


@dataclass(frozen=True)
class SignInCookie:
    """A cookie that no script reads and no other site sends; over TLS it is `SECURE`, on the loopback `PLAIN`.

    tls        people reach the pages over TLS, which may end at a proxy before us: there is no other name then
    same_site  `LAX` also comes along where another site led the browser here
    suffix     after the names, for a cookie that is not the sign-in
    """

    tls: bool = False
    same_site: str = STRICT
    suffix: str = ""

    def read(self, environ: Mapping[str, Any]) -> str | None:
        """What this request brought. One under the other name was not given here, and is not looked at."""
        if "HTTP_COOKIE" not in environ:
            return None
        value: str | None = parse_cookie(environ["HTTP_COOKIE"]).get(self._name(environ))
        return value

    def give(self, response: Response, environ: Mapping[str, Any], value: str, seconds: int) -> None:
        """Let the browser keep it for so long."""
        response.set_cookie(self._name(environ), value, max_age=seconds, **self._options(environ))

    def take_away(self, response: Response, environ: Mapping[str, Any]) -> None:
        """Let the browser forget it."""
        response.delete_cookie(self._name(environ), **self._options(environ))

    def _name(self, environ: Mapping[str, Any]) -> str:
        return (SECURE if self._is_secure(environ) else PLAIN) + self.suffix

    def _options(self, environ: Mapping[str, Any]) -> dict[str, Any]:
        return {"path": "/", "httponly": True, "samesite": self.same_site, "secure": self._is_secure(environ)}

    def _is_secure(self, environ: Mapping[str, Any]) -> bool:
        return self.tls or environ.get("wsgi.url_scheme") == "https"

"""What the pages of the street are made of besides HTML: their modules, the worker, the style, what installs them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import orjson
from werkzeug.wrappers import Request, Response

from contracts.documents.endpoints import GET
from contracts.errors import Unknown
from contracts.roles import ANONYMOUS
from services.gateway.display.messages import pages
from services.gateway.http.app import HEADERS
from services.gateway.http.request import ApiRequest
from services.gateway.http.responses import keepable_file, keepable_text
from services.gateway.http.routing import Route
from services.gateway.web.addresses import GROUP
from services.gateway.web.layout import HOST, POLICY

STREET, WORKER, MANIFEST, STYLE = "/street", "/street/worker.js", "/street/app.webmanifest", "/street/street.css"
FOLDER = Path(__file__).with_name("scripts")
MODULES = {file.name: file for file in sorted(FOLDER.glob("*.js"))}
"""The modules by their names: nothing else of the folder is served, whatever is asked for."""
WORKER_FILE, ENTRY, FORM = "worker.js", "street.js", "job.js"
"""The service worker; what every page begins with; what a job's form is made of."""
JAVASCRIPT = "text/javascript"
ICON = {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
COLOUR = "#ffffff"


@dataclass
class StreetScripts:
    """Serves the files of the street, which are the same for everybody."""

    @Route(
        GET,
        "/street/scripts/{script}",
        "street_script",
        ANONYMOUS,
        "街面模块 / A module of the street",
        JAVASCRIPT,
        others=(304, 404),
        group=GROUP,
    )
    def module(self, request: ApiRequest) -> Response:
        """One module. Raises Unknown for a name that is none."""
        name = request.path["script"]
        if name not in MODULES:
            raise Unknown(name)
        return admit_street(keepable_file(MODULES[name], JAVASCRIPT), request.http)

    @Route(GET, WORKER, "street_worker", ANONYMOUS, "街面后台脚本 / Worker", JAVASCRIPT, others=(304, 404), group=GROUP)
    def worker(self, request: ApiRequest) -> Response:
        """The service worker, which may answer for the pages of the street and for no others. Raises Unknown."""
        if WORKER_FILE not in MODULES:
            raise Unknown(WORKER)
        response = keepable_file(MODULES[WORKER_FILE], JAVASCRIPT)
        response.headers["Service-Worker-Allowed"] = STREET
        return admit_street(response, request.http)

    @Route(GET, STYLE, "street_style", ANONYMOUS, "街面样式 / Its style", "text/css", others=(304,), group=GROUP)
    def style(self, _request: ApiRequest) -> Response:
        """The style of its pages."""
        return keepable_file(Path(__file__).with_name("street.css"), "text/css")

    @Route(
        GET,
        MANIFEST,
        "street_manifest",
        ANONYMOUS,
        "街面安装清单 / Manifest",
        "application/manifest+json",
        others=(304,),
        group=GROUP,
    )
    def manifest(self, _request: ApiRequest) -> Response:
        """What a telephone needs to keep the street among its programs (W3C Web Application Manifest)."""
        about = {
            "id": STREET,
            "name": pages.say(pages.ZH, "street title"),
            "short_name": pages.say(pages.ZH, "street"),
            "lang": "zh-CN",
            "start_url": STREET,
            "scope": STREET,
            "display": "standalone",
            "background_color": COLOUR,
            "theme_color": COLOUR,
            "icons": [ICON],
        }
        return keepable_text(orjson.dumps(about), "application/manifest+json")


def imported_by(*names: str) -> list[str]:
    """The addresses of all modules that some import, these too: told at once, none is asked for after another."""
    found, waiting = list[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name in MODULES and name not in found:
            found.append(name)
            waiting += re.findall(r'from "\./(\w+\.js)"', MODULES[name].read_text(encoding="utf-8"))
    return [module_path(name) for name in sorted(found)]


def module_path(name: str) -> str:
    """Where a module is."""
    return f"{STREET}/scripts/{name}"


def admit_street(response: Response, http: Request) -> Response:
    """Let a page, or the worker, run the street's modules, ask our host, and show pictures that it holds itself."""
    if HOST.fullmatch(http.host):
        ours = f"{http.host}{STREET}/scripts/ {http.host}{WORKER}"
        shown = HEADERS[POLICY].replace("img-src 'self'", "img-src 'self' blob:")
        # What a worker imports must be among what workers may be, by the page that begins it (seen in Chromium 156).
        more = f"worker-src {ours}; manifest-src {http.host}{MANIFEST}; connect-src 'self'"
        response.headers[POLICY] = f"{shown}; script-src {ours}; {more}"
    return response

"""The pages of the street: the shell that a device keeps, about nobody, light, and of use without a script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest

from services.gateway.display.messages.street import jobs as street
from services.gateway.street.street_jobs import JOBS
from services.gateway.web.street import street_scripts
from tests.office import Office
from tests.services.gateway.gateway_client import GatewayClient, without_tags

POLICY = "Content-Security-Policy"


@pytest.fixture
def site(tmp_path: Path) -> GatewayClient:
    return GatewayClient(tmp_path, Office())


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.all if name in attributes]


def test_a_role_is_shown_its_jobs_and_no_others(site: GatewayClient) -> None:
    page = site.request("/street", role="officer").text
    assert re.findall(r'href="/street/(\w+)"', page) == ["case", "mine", "object", "kit", "act"]
    assert "没有街面事项" in without_tags(site.request("/street", role="leader").text)
    assert site.request("/street/roll", role="officer").status_code == 403
    assert site.request("/street/nothing", role="officer").status_code == 404
    assert site.client.get("/street/case").status_code == 401


def test_ones_own_work_leads_to_the_street_who_has_a_job_there(site: GatewayClient) -> None:
    assert 'href="/street"' in site.request("/work", role="officer").text
    assert 'href="/street"' not in site.request("/work", role="leader").text


@pytest.mark.parametrize("job", JOBS, ids=lambda one: one.name)
def test_a_page_says_nothing_of_who_looks(site: GatewayClient, job: object) -> None:
    path = f"/street/{job.name}"  # type: ignore[attr-defined]
    pages = [
        site.request(path, role="captain", unit=unit, who=who).text for unit, who in (("DT", "DT-01"), ("ZS", "ZS-7"))
    ]
    assert re.sub(r"打印于 [^<]*", "", pages[0]) == re.sub(r"打印于 [^<]*", "", pages[1])
    assert "_seal" not in pages[0]
    assert "DT-01" not in pages[0]


@pytest.mark.parametrize("job", JOBS, ids=lambda one: one.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_job_leads_to_the_registers_own_form_and_is_light(site: GatewayClient, job: object, lang: str) -> None:
    answer = site.request(f"/street/{job.name}?lang={lang}", role="captain")  # type: ignore[attr-defined]
    tags = Tags(answer.text)
    (form,) = tags.having("data-street-job")
    assert len(answer.data) < 20_000
    assert form["action"] in [one.get("href") for one in tags.having("href")]
    assert site.request(str(form["action"]), role="captain").status_code == 200
    assert "hidden" in form, "without a script there is the link alone"
    assert form["autocomplete"] == "off", "a browser keeps what is typed in clear, to restore its pages"
    ids = [one["id"] for one in tags.having("id")]
    assert len(ids) == len(set(ids))
    assert {one["for"] for one in tags.having("for")} <= {*ids}


def test_the_seams_stand_in_the_page(site: GatewayClient) -> None:
    tags = Tags(site.request("/street/mine", role="officer").text)
    (body,) = tags.having("data-street")
    assert (body["data-book"], body["data-worker"]) == ("/v1/street/book", "/street/worker.js")
    steps = {one["data-step"]: one for one in tags.having("data-step")}
    assert [one["data-from"] for one in steps.values()] == ["dispatched", "received", "received disposing"]
    assert orjson.loads(str(steps["dispose"]["data-fill"])) == {"photos": "photos", "disposed_at": "now"}
    assert steps["begin"]["data-path"] == "/v1/cases/digital_cases"
    for name in ("data-camera", "data-photos", "data-record", "data-outbox", "data-outbox-list", "data-locked"):
        assert len(tags.having(name)) == 1, name


def test_words_stand_in_their_order_and_the_first_is_what_a_scan_means(site: GatewayClient) -> None:
    for job, first in (("kit", "present"), ("roll", "present"), ("vehicle", "true")):
        (rows,) = Tags(site.request(f"/street/{job}", role="captain").text).having("data-row")
        assert next(iter(orjson.loads(str(rows["data-row"]))["words"])) == first, job
    (photos,) = Tags(site.request("/street/case", role="captain").text).having("data-kinds")
    assert list(orjson.loads(str(photos["data-kinds"])))[:2] == ["near", "far"]


def test_scripts_have_their_words_in_the_pages_language(site: GatewayClient) -> None:
    for lang, at in (("zh", 0), ("en", 1)):
        page = site.request(f"/street?lang={lang}", role="officer").text
        told = re.search(r"<script type=.application/json. data-words>(.*?)</script>", page)
        assert told
        assert orjson.loads(told[1]) == {name: pair[at] for name, pair in street.WORDS.items()}
    assert all(
        zh and en and set(re.findall("{.*?}", zh)) == set(re.findall("{.*?}", en)) for zh, en in street.WORDS.values()
    )


def test_only_modules_of_the_street_run_and_only_our_host_is_asked(site: GatewayClient) -> None:
    policy = site.request("/street/case", role="officer").headers[POLICY]
    assert "script-src localhost/street/scripts/ localhost/street/worker.js;" in policy
    assert "worker-src localhost/street/scripts/ localhost/street/worker.js;" in policy, "what the worker imports too"
    assert "manifest-src localhost/street/app.webmanifest;" in policy
    assert "connect-src 'self'" in policy
    assert "img-src 'self' blob:" in policy
    assert "unsafe" not in policy
    assert "script-src" not in site.request("/street/case", role="officer", Host="ev;il").headers[POLICY]


def test_a_module_is_a_file_of_the_folder_and_nothing_else_is_served(site: GatewayClient) -> None:
    assert "street.js" in street_scripts.MODULES
    answer = site.client.get("/street/scripts/street.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert "connect-src 'self'" in answer.headers[POLICY], "a worker's own policy is that of its file"
    again = site.client.get("/street/scripts/street.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    for name in ("..%2Fstreet_pages.py", "street.css", "nothing.js", "%2e%2e/street_scripts.py"):
        assert site.client.get(f"/street/scripts/{name}").status_code == 404


def test_a_page_names_at_once_what_its_entry_imports_and_keeps_the_rest_for_later(site: GatewayClient) -> None:
    def named(path: str) -> tuple[set[str], set[str]]:
        tags = Tags(site.request(path, role="officer").text)
        at_once = {str(one["href"]) for one in tags.having("rel") if one["rel"] == "modulepreload"}
        return at_once, set(str(tags.having("data-later")[0]["data-later"]).split())

    (home, _), (job, later) = named("/street"), named("/street/case")
    assert street_scripts.module_path("book.js") in home < job
    assert street_scripts.module_path("form.js") in job - home
    every = {street_scripts.module_path(name) for name in street_scripts.MODULES if name != "worker.js"}
    assert (job | later, job & later) == (every, set())


def test_a_telephone_can_keep_the_street(site: GatewayClient) -> None:
    answer = site.client.get("/street/app.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    about = orjson.loads(answer.data)
    assert (about["start_url"], about["scope"], about["display"]) == ("/street", "/street", "standalone")
    assert all(site.client.get(one["src"]).status_code == 200 for one in about["icons"])


def test_the_worker_answers_for_the_street_alone(
    site: GatewayClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "worker.js"
    file.write_text("// synthetic", encoding="utf-8")
    monkeypatch.setitem(street_scripts.MODULES, "worker.js", file)
    answer = site.client.get("/street/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/street"
    assert "Service-Worker-Allowed" not in site.client.get("/street/scripts/street.js").headers
    monkeypatch.delitem(street_scripts.MODULES, "worker.js")
    assert site.client.get("/street/worker.js").status_code == 404

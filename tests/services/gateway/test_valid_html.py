"""Every page is valid HTML, as the Nu Html Checker reads it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from contracts import catalogue
from contracts.roles import ROLES
from tests.office import migrated_store
from tests.services.gateway import html_checker
from tests.services.gateway.form_clerk import FormClerk
from tests.services.gateway.gateway_client import GatewayClient
from tests.services.gateway.site_walk import route_of, walk
from tests.services.gateway.test_english import furthest, step_page
from tests.services.gateway.test_ways_out import MADE_OF, every_kind, page_of

pytestmark = pytest.mark.skipif(html_checker.JAVA is None, reason="needs Java, which the checker runs on")
WALKERS = [("captain", "DT"), ("trainer", None), ("administrator", None), ("auditor", None)]


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormClerk]:
    """Somebody who takes the steps of every register."""
    home = tmp_path_factory.mktemp("valid")
    store = migrated_store(f"sqlite:///{home}/all.db")
    yield FormClerk(store, home)
    store.close()


@pytest.fixture(scope="module")
def jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checker."""
    return html_checker.install(tmp_path_factory.mktemp("vnu"))


def register_pages(clerk: FormClerk) -> Iterator[tuple[str, str]]:
    """The list, a record, a form of every register."""
    for number, register in enumerate(catalogue.REGISTERS.values()):
        record = clerk.reach(register, furthest(register)) or clerk.open(register, register.opening)
        clerk.hear()
        reader = next(role for role in ROLES if not register.readers or role in register.readers)
        base = f"/registers/{register.service}/{register.slug}"
        for path in (base, f"{base}/{record}", f"{base}/{record}/versions"):
            yield path, clerk.gateway.request(path, role=reader, unit=None, who=f"SYN-{number}").text
        yield f"{base}/form", step_page(clerk, furthest(register), register)


def other_pages(gateway: GatewayClient) -> Iterator[tuple[str, str]]:
    """One page of each kind to which somebody comes, and one of each problem."""
    for role, unit in WALKERS:
        for address, response in walk(gateway, "/work", partial(route_of, gateway), role=role, unit=unit):
            yield f"{role}: {address}", response.text
    for kind in every_kind():
        yield kind.__name__, page_of(kind(*MADE_OF.get(kind, ())), "zh", "GET")


def test_every_page_is_valid(clerk: FormClerk, jar: Path, tmp_path: Path) -> None:
    pages = dict(register_pages(clerk))
    clerk.gateway.project_events()
    pages |= dict(other_pages(clerk.gateway))
    assert len(pages) > 500
    assert html_checker.faults(jar, tmp_path, pages) == {}


def test_what_is_not_valid_is_found(jar: Path, tmp_path: Path) -> None:
    page = '<!doctype html><html lang="zh-CN"><title>页</title><p><div>内</div></p><img src="/a">'
    assert len(html_checker.faults(jar, tmp_path, {"/": page})["/"]) > 1

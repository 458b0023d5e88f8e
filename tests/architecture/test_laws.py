"""The laws hold for this house, and each is seen red on a tree that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contracts import catalogue
from contracts.register import Register
from contracts.roles import EVERYONE
from services.gateway.read_model.programme import campaign
from tests.architecture import laws

ROOT = Path(__file__).parents[2]
Law = Callable[[Path], list[str]]
CRIMES: dict[Law, dict[str, str]] = {
    laws.contracts_import_nothing_of_ours: {"contracts/x.py": "from services.chassis import clock"},
    laws.the_chassis_imports_contracts_alone: {"services/chassis/x.py": "from services.outreach import matters"},
    laws.no_service_imports_another: {"services/outreach/x.py": "def f():\n    import services.training.people"},
    laws.operations_import_no_owner: {"operations/demo/x.py": "from services.cases import penalties"},
    laws.only_tests_and_tools_import_tools: {"operations/demo/x.py": "from tools.demo_data import digital_cases"},
    laws.a_folder_has_at_most_twenty_modules: {f"operations/demo/x{number}.py": "" for number in range(21)},
    laws.no_import_leads_back: {
        "services/outreach/x.py": "if TYPE_CHECKING:\n    from services.outreach import y",
        "services/outreach/y.py": "from services.outreach.x import a",
    },
    laws.folders_import_downward: {"services/chassis/storage/x.py": "from services.chassis.messaging import relay"},
    laws.records_know_no_database_no_broker_and_no_framework: {
        "services/chassis/records/x.py": "import sqlalchemy as sa"
    },
    laws.rules_import_no_framework: {"services/outreach/x.py": "import sqlalchemy\nrules = Rules(register)"},
    laws.nameko_is_a_rim: {"services/outreach/x.py": "from nameko.rpc import rpc"},
    laws.eventlet_is_a_rim: {"services/gateway/x.py": "import eventlet.greenthread"},
    laws.every_register_has_rules_in_its_service_and_a_test: {"contracts/outreach/x.py": "register = Register('x')"},
    laws.the_clock_the_environment_and_chance_are_read_in_one_place_each: {
        "services/outreach/x.py": "now = dt.datetime.now()"
    },
    laws.every_exception_is_caught_only_where_messages_are_consumed: {
        "services/outreach/x.py": "try:\n    f()\nexcept Exception:\n    pass"
    },
    laws.every_problem_stands_once: {
        "services/outreach/x.py": 'class A(Problem):\n    slug = "same"\nclass B(A):\n    slug, zh = "same", "y"'
    },
    laws.no_class_name_stands_twice_in_chassis_and_gateway: {
        "services/chassis/x.py": "class Reader: ...",
        "services/gateway/y.py": "class Reader: ...",
    },
    laws.no_bare_participle_is_a_public_name: {"services/gateway/x.py": "def told(): ..."},
}


FURTHER_CRIMES: tuple[tuple[Law, str, str], ...] = (
    (laws.rules_import_no_framework, "services/outreach/x.py", "from services.chassis.storage import projection"),
    (laws.rules_import_no_framework, "services/outreach/x.py", "from services.chassis.handling.record_lookup import T"),
    (laws.nameko_is_a_rim, "services/outreach/server.py", "import nameko"),
    (laws.eventlet_is_a_rim, "services/chassis/messaging/relay.py", "from eventlet import sleep"),
    (laws.folders_import_downward, "services/chassis/x.py", "from services.chassis.host import runner"),
    *(
        (laws.the_clock_the_environment_and_chance_are_read_in_one_place_each, "services/outreach/x.py", crime)
        for crime in (
            "import time\ntime.time()",
            "from os import environ",
            "import os\nos.getenv('HOME')",
            "import secrets\nsecrets.token_hex()",
            "import datetime as dt\ndt.datetime.utcnow()",
            "from services.chassis.base import clock\nclock.now()",
        )
    ),
    (
        laws.every_exception_is_caught_only_where_messages_are_consumed,
        "services/cases/app.py",
        "try:\n    f()\nexcept (Exception, OSError):\n    pass",
    ),
    (
        laws.every_problem_stands_once,
        "services/x.py",
        'class A(Problem):\n    slug: str = "x"\nclass B(A):\n    slug = "x"',
    ),
    (laws.no_bare_participle_is_a_public_name, "services/gateway/x.py", "class Drawn: ..."),
)
"""Ways round a law that were open once."""


@pytest.mark.parametrize(("law", "where", "crime"), FURTHER_CRIMES)
def test_the_law_cannot_be_walked_round(law: Law, where: str, crime: str, tmp_path: Path) -> None:
    (tmp_path / where).parent.mkdir(parents=True)
    (tmp_path / where).write_text(crime, encoding="utf-8")
    assert len(law(tmp_path)) >= 1


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_the_house_keeps_the_law(law: Law) -> None:
    assert law(ROOT) == []


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.__name__)
def test_the_law_is_seen_broken(law: Law, tmp_path: Path) -> None:
    for where, crime in CRIMES[law].items():
        (tmp_path / where).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / where).write_text(crime, encoding="utf-8")
    assert len(law(tmp_path)) >= 1


def test_two_problems_of_one_name_are_seen_and_a_slug_that_is_inherited_is_not(tmp_path: Path) -> None:
    refusals = tmp_path / "services/outreach/x.py"
    refusals.parent.mkdir(parents=True)
    refusals.write_text('class A(Problem):\n    slug = "same"\nclass B(A):\n    zh = "y"')
    assert laws.every_problem_stands_once(tmp_path) == []
    (tmp_path / "services/outreach/y.py").write_text("class B(A):\n    pass")
    assert laws.every_problem_stands_once(tmp_path) == ["B names two problems"]


def test_a_participle_may_name_an_error_an_events_data_and_an_adjective(tmp_path: Path) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts/x.py").write_text(
        "class Refused(Exception): ...\n"
        "class Taken(Refused): ...\n"
        "class Issued(forms.Form): ...\n"
        "class Record:\n"
        "    @property\n"
        "    def voided(self): ...\n"
        "    @property\n"
        "    def known(self): ...\n"
        "    def applied(self): ...\n"
    )
    (tmp_path / "contracts/kept.py").write_text("class Held: ...")
    assert laws.no_bare_participle_is_a_public_name(tmp_path) == [
        "contracts/kept.py is named by a participle",
        "contracts/kept.py:1 names Held by a participle",
        "contracts/x.py:8 names known by a participle",
        "contracts/x.py:9 names applied by a participle",
    ]


@pytest.mark.parametrize("package", laws.STOREYS)
def test_each_package_with_storeys_is_seen_to_break_them(package: str, tmp_path: Path) -> None:
    lowest, *_, highest = laws.STOREYS[package]
    (tmp_path / package / lowest).mkdir(parents=True)
    (tmp_path / package / lowest / "x.py").write_text(f"import {package.replace('/', '.')}.{highest}.y")
    assert len(laws.folders_import_downward(tmp_path)) == 1


def test_the_json_interface_never_imports_pages(tmp_path: Path) -> None:
    (tmp_path / "services/gateway/api").mkdir(parents=True)
    (tmp_path / "services/gateway/api/x.py").write_text("def f():\n    from services.gateway.web import layout")
    assert laws.folders_import_downward(tmp_path) == ["services/gateway/api/x.py imports services.gateway.web.layout"]


def test_every_folder_of_a_package_with_storeys_is_one() -> None:
    for package, storeys in laws.STOREYS.items():
        folders = {folder.parent.name for folder in (ROOT / package).glob("*/__init__.py")}
        assert folders <= set(storeys)


def test_a_package_of_rules_keeps_the_law_too(tmp_path: Path) -> None:
    package = tmp_path / "services/outreach/x"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("rules = Rules(register, part.rules)")
    (package / "part.py").write_text("import sqlalchemy")
    assert laws.rules_import_no_framework(tmp_path) == ["services/outreach/x/part.py imports sqlalchemy"]


def test_a_register_that_is_a_package_has_rules_for_each_part_and_a_test(tmp_path: Path) -> None:
    for place, text in (
        ("contracts/outreach/x/__init__.py", "register = Register('x')"),
        ("contracts/outreach/x/part.py", "\nSTEPS = ()"),
        ("contracts/outreach/x/choices.py", ""),
        ("contracts/outreach/x/deep/part.py", "\nSTEPS = ()"),
        ("services/outreach/x/__init__.py", ""),
        ("services/outreach/x/part.py", ""),
        ("services/outreach/x/deep/part.py", ""),
        ("tests/services/outreach/test_x.py", ""),
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text)
    law = laws.every_register_has_rules_in_its_service_and_a_test
    assert law(tmp_path) == []
    (tmp_path / "services/outreach/x/__init__.py").unlink()
    (tmp_path / "services/outreach/x/part.py").rename(tmp_path / "services/outreach/x/other.py")
    (tmp_path / "services/outreach/x/deep/part.py").unlink()
    assert len(law(tmp_path)) == 3


def unsubscribed_event_types(
    registers: dict[str, Register], bindings: dict[str, dict[str, tuple[str, ...]]]
) -> list[str]:
    """Event types that no subscriber receives."""

    def is_subscribed(register: Register, event_type: str) -> bool:
        keys = [key for one in bindings.values() for key in one.get(catalogue.exchange(register.service), ())]
        return any(key == "#" or event_type.startswith(key.removesuffix("#")) for key in keys)

    return [
        register.type_of(step)
        for register in registers.values()
        for step in register.steps
        if not is_subscribed(register, register.type_of(step))
    ]


def test_every_event_type_has_an_owner_and_a_reader() -> None:
    assert (
        unsubscribed_event_types(catalogue.REGISTERS, {one: catalogue.bindings(one) for one in catalogue.SUBSCRIBERS})
        == []
    )
    assert {register.service for register in catalogue.REGISTERS.values()} == set(catalogue.SERVICES)


def test_an_event_that_nobody_reads_is_seen() -> None:
    assert unsubscribed_event_types(catalogue.REGISTERS, {"outreach": catalogue.bindings("outreach")}) != []


def test_every_source_of_the_programme_is_a_measure_of_one_of_thirteen_items() -> None:
    assert len(list(campaign().items())) == 13


def test_every_role_in_a_step_exists() -> None:
    roles = {role for register in catalogue.REGISTERS.values() for step in register.steps for role in step.roles}
    assert roles <= EVERYONE

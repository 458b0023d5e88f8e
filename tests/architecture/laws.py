"""The laws of the house, as functions of a tree, so that each can be seen to fail on a tree that breaks it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SERVICES = ("training", "outreach", "equipment", "cases", "gateway", "notifier")
FRAMEWORKS = {
    "nameko",
    "kombu",
    "pika",
    "eventlet",
    "sqlalchemy",
    "marshmallow",
    "werkzeug",
    "threading",
    "time",
    "os",
    "random",
    "secrets",
}
PARTICIPLES = frozenset(
    {
        "asked",
        "bound",
        "brought",
        "done",
        "drawn",
        "found",
        "given",
        "heard",
        "held",
        "kept",
        "known",
        "left",
        "lived",
        "made",
        "meant",
    }
    | {"said", "seen", "sent", "shown", "taken", "told", "wanted", "written"}
)
"""Participles that say of a thing only that something was done with it; those in -ed are known by their ending."""
ADJECTIVES = ("property", "cached_property")
"""A property may be an adjective: `record.voided`, `due.lapsed`."""
WIRE_NAMES = ("rpc",)
"""Decorators whose functions' names other processes call by."""
SENTENCES = {("contracts/forms.py", "happened"): "read as a sentence: `filed_on = ask.happened(...)`"}
RIM = (
    "services/*/service.py",
    "services/chassis/host/providers.py",
    "services/chassis/host/rpc_server.py",
    "services/chassis/host/runner.py",
    "services/chassis/host/signed_rpc.py",
    "services/chassis/messaging/rpc_client.py",
    "services/gateway/http/server.py",
)
"""The files that may mention nameko."""
LOOP = (
    "services/chassis/base/health.py",
    "services/chassis/base/real_threads.py",
    "services/chassis/host/green_connections.py",
    "services/chassis/host/runner.py",
    "services/chassis/host/storage_watch.py",
    "services/chassis/host/watchdog.py",
    "services/chassis/messaging/rpc_client.py",
    "services/gateway/http/protocol.py",
    "services/gateway/http/server.py",
)
"""The files that may mention eventlet: who makes the loop, and who serves or calls on it."""
CLOCKS = {
    "services/chassis/base/clock.py": "the one clock",
    "services/chassis/base/failpoints.py": "a test may make it wait",
    "services/chassis/base/ids.py": "draws identities",
    "services/chassis/base/key_file.py": "draws keys",
    "services/chassis/base/settings.py": "is handed the environment",
    "services/chassis/base/tracing.py": "a span bears the time of the day",
    "services/chassis/host/runner.py": "hands it over",
    "services/chassis/handling/group_commit.py": "gives way to whoever is ready to join",
}
"""Who may read time, environment or chance, and why."""
READINGS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "sleep", "perf_counter"},
    "os": {"environ", "getenv", "urandom"},
    "uuid": {"uuid1", "uuid4"},
    "random": {"Random", "random", "randint", "choice", "sample", "shuffle", "randrange"},
    "secrets": {"token_bytes", "token_hex", "token_urlsafe", "randbits", "choice"},
}
"""What reads time, environment or chance, by the module or class that it is an attribute of."""
CATCHERS = (
    "services/chassis/messaging/subscriber.py",
    "services/chassis/handling/group_commit.py",
    "services/gateway/http/app.py",
)
"""Where any exception may end: where messages are consumed, where a batch is tried one by one, where a request ends."""
ANSWERS = ("services/cases/casefile.py", "services/cases/supervision.py")
"""What an owner adds to its answers: no rules, so they may read and present records."""
WORKINGS = tuple(f"services.chassis.{storey}." for storey in ("storage", "messaging", "handling", "host"))
STOREYS = {
    "services/chassis": ("base", "records", "storage", "messaging", "handling", "host"),
    "services/gateway": (
        *(
            "migrations",
            "read_model",
            "paper_bucket",
            "paper_files",
            "paper_list",
            "evidence",
            "photographs",
            "scrub",
            "acts",
            "http",
            "accounts",
            "display",
            "owner_client",
            "audit_client",
            "sealed_journals",
            "pulses",
        ),
        *(
            "callers",
            "reading_rights",
            "withheld_papers",
            "register_path",
            "command_input",
            "track_files",
            "record_client",
            "completions",
            "warnings",
            "spreadsheets",
            "casefile",
            "jobs",
            "reminders",
        ),
        *(
            "api",
            "open311",
            "street",
            "audit",
            "packs",
            "reports",
            "exchange",
            "web",
            "resources",
            "composition",
            "service",
        ),
    ),
    "operations": (
        *(
            "base",
            "broker",
            "suite",
            "beginning",
            "certificate",
            "client",
            "dead_letters",
            "deployment",
            "programme",
            "upkeep",
            "cluster",
            "papers",
            "restoration",
            "recovery",
            "wal_archive",
            "checks",
            "demo",
            "year",
            "cli",
            "__main__",
        ),
    ),
}
"""The folders (or single modules) of a package, lowest first."""
OWNERS = ("training", "outreach", "equipment", "cases")
MOST_MODULES = 20
INFRASTRUCTURE = {"sqlalchemy", "alembic", "psycopg2", "kombu", "amqp", "pika", "nameko", "eventlet"}


def imports(file: Path) -> tuple[str, ...]:
    """Every module that a file imports, at its head or inside; many laws ask, so each text is read once."""
    return _imports_of(file.read_text(encoding="utf-8"))


@cache
def _imports_of(text: str) -> tuple[str, ...]:
    return tuple(_modules_imported(ast.parse(text)))


def _modules_imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import is read as its dots and its name: ruff forbids it (TID252), and no law lets it pass.
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def files(root: Path, *under: str) -> Iterator[Path]:
    for folder in under:
        yield from sorted((root / folder).rglob("*.py"))


def strangers(root: Path, folder: str, allowed: tuple[str, ...]) -> list[str]:
    """Imports of ours that a folder's files should not have."""
    ours = ("contracts", "services", "operations", "tools", "bench", "tests")
    return [
        f"{file.relative_to(root)} imports {name}"
        for file in files(root, folder)
        for name in imports(file)
        if name.split(".")[0] in ours and not name.startswith(tuple(f"{one}." for one in allowed))
    ]


def contracts_import_nothing_of_ours(root: Path) -> list[str]:
    return strangers(root, "contracts", ("contracts",))


def the_chassis_imports_contracts_alone(root: Path) -> list[str]:
    return strangers(root, "services/chassis", ("contracts", "services.chassis"))


def no_service_imports_another(root: Path) -> list[str]:
    return [
        one
        for service in SERVICES
        for one in strangers(root, f"services/{service}", ("contracts", "services.chassis", f"services.{service}"))
    ]


def no_import_leads_back(root: Path) -> list[str]:
    """Imports make no circle; those under `TYPE_CHECKING` count, for a reader must follow them too."""
    modules = {_module(root, file): file for file in files(root, "contracts", "services", "operations")}
    arrows = {name: {_module_of(one, modules) for one in imports(file)} - {name, ""} for name, file in modules.items()}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


def _module(root: Path, file: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _module_of(name: str, modules: Mapping[str, Path]) -> str:
    """The module that an imported name is, or lies in; empty: none of ours."""
    return next((one for one in (name, name.rpartition(".")[0]) if one in modules), "")


def folders_import_downward(root: Path) -> list[str]:
    """A folder imports itself and those below it; a module that stands in none has no place."""
    return [
        f"{file.relative_to(root)} imports {name}"
        for home, storeys in STOREYS.items()
        for file in files(root, home)
        if (own := _storey(home, _module(root, file)))
        for name in imports(file)
        if own not in storeys or _storey(home, name) not in ("", *storeys[: storeys.index(own) + 1])
    ]


def _storey(home: str, name: str) -> str:
    """The folder of a package in which a module lies; empty: the module is not the package's."""
    inside = name.removeprefix(f"{home.replace('/', '.')}.")
    return "" if inside == name else inside.split(".")[0]


def operations_import_no_owner(root: Path) -> list[str]:
    """Operators' commands ask the running suite; who needs an owner's code to repair its records does it wrongly."""
    return [
        f"{file.relative_to(root)} imports {name}"
        for file in files(root, "operations")
        for name in imports(file)
        if name.startswith(tuple(f"services.{owner}" for owner in OWNERS))
    ]


def only_tests_and_tools_import_tools(root: Path) -> list[str]:
    """`tools/` is for developers and is not in the image."""
    return [
        f"{file.relative_to(root)} imports {name}"
        for file in files(root, "contracts", "services", "operations", "bench")
        for name in imports(file)
        if name.split(".")[0] == "tools"
    ]


def a_folder_has_at_most_twenty_modules(root: Path) -> list[str]:
    """More cannot be taken in at a glance; but a service's registers stand side by side, and migrations only grow."""
    registers = {root / half / owner for half in ("contracts", "services") for owner in OWNERS}
    everywhere = files(root, "contracts", "services", "operations")
    modules = Counter(file.parent for file in everywhere if not file.stem.startswith("__"))
    return [
        f"{folder.relative_to(root)} has {count} modules"
        for folder, count in modules.items()
        if count > MOST_MODULES and folder not in registers and folder.name != "versions"
    ]


def records_know_no_database_no_broker_and_no_framework(root: Path) -> list[str]:
    """The model of records can be read, and tested, without anything that stores or sends."""
    return [
        f"{file.relative_to(root)} imports {name}"
        for file in files(root, "services/chassis/records")
        for name in imports(file)
        if name.split(".")[0] in INFRASTRUCTURE
    ]


def rules_import_no_framework(root: Path) -> list[str]:
    """Beside its table of contents an owner has rules, and what rules are made of: plain functions of values."""
    return [
        f"{file.relative_to(root)} imports {name}"
        for owner in OWNERS
        for file in files(root, f"services/{owner}")
        if file.name != "service.py"
        for name in imports(file)
        if name.split(".")[0] in FRAMEWORKS or (name.startswith(WORKINGS) and not _answers_or_reacts(root, file))
    ]


def _answers_or_reacts(root: Path, file: Path) -> bool:
    """Reactions are handled beside the rules, and some answers are put together there."""
    return file.name == "reactions.py" or _is_one_of(root, file, ANSWERS)


def _is_one_of(root: Path, file: Path, patterns: Iterable[str]) -> bool:
    return any(file.relative_to(root).match(pattern) for pattern in patterns)


def nameko_is_a_rim(root: Path) -> list[str]:
    return [
        f"{file.relative_to(root)} imports {name}"
        for file in files(root, "contracts", "services")
        for name in imports(file)
        if name.split(".")[0] == "nameko" and not _is_one_of(root, file, RIM)
    ]


def eventlet_is_a_rim(root: Path) -> list[str]:
    """Elsewhere threads, queues and sleep are the library's own, which the loop replaces: such code runs without it."""
    return [
        f"{file.relative_to(root)} imports {name}"
        for file in files(root, "contracts", "services", "operations")
        for name in imports(file)
        if name.split(".")[0] in ("eventlet", "greenlet") and not _is_one_of(root, file, LOOP)
    ]


def every_register_has_rules_in_its_service_and_a_test(root: Path) -> list[str]:
    """Rules are a module; a package where the procedure is long, with a module for each part of the contract."""
    return [
        f"{contract.relative_to(root)} has no {' or '.join(places)}"
        for contract in files(root, "contracts")
        for places in _due_to(contract, contract.relative_to(root / "contracts"))
        if not any((root / place).exists() for place in places)
    ]


def _due_to(contract: Path, place: Path) -> Iterator[tuple[str, ...]]:
    """What a contract in its place asks for: the places of which one must be there, each in turn."""
    text = contract.read_text(encoding="utf-8")
    if "register = Register(" in text:
        register = contract.parent if contract.name == "__init__.py" else contract.with_suffix("")
        service, name = register.parent.name, register.name
        yield f"services/{service}/{name}.py", f"services/{service}/{name}/__init__.py"
        yield (f"tests/services/{service}/test_{name}.py",)
    if "\nSTEPS = (" in text:
        yield (f"services/{place.as_posix()}",)


def the_clock_the_environment_and_chance_are_read_in_one_place_each(root: Path) -> list[str]:
    """Everything else gets them as arguments; a rule sees the moment of its command and no other."""
    found = [
        f"{file.relative_to(root)}:{line} reads {what}"
        for file in files(root, "contracts", "services")
        if not _is_one_of(root, file, CLOCKS)
        for line, what in _readings(ast.parse(file.read_text(encoding="utf-8")))
    ]
    return found + [
        f"{file.relative_to(root)}:{line} reads {what}"
        for owner in OWNERS
        for file in files(root, f"services/{owner}")
        for line, what in _attributes(ast.parse(file.read_text(encoding="utf-8")))
        if what in ("clock.now", "clock.ticks")
    ]


def _readings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for line, what in _attributes(tree):
        of, _, name = what.rpartition(".")
        if name in READINGS.get(of.rpartition(".")[2], ()):
            yield line, what
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in READINGS:
            names = {alias.name for alias in node.names} & READINGS[node.module]
            yield from ((node.lineno, f"{node.module}.{name}") for name in sorted(names))


def _attributes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    yield from ((node.lineno, ast.unparse(node)) for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def every_exception_is_caught_only_where_messages_are_consumed(root: Path) -> list[str]:
    return [
        f"{file.relative_to(root)}:{node.lineno}"
        for file in files(root, "contracts", "services", "operations")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and _everything(node.type)
        and not (_is_one_of(root, file, CATCHERS) or _raises_again(node))
    ]


def _everything(kind: ast.expr | None) -> bool:
    """`except:`, and `Exception` alone or among others."""
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return kind is None or any(isinstance(one, ast.Name) and one.id in ("Exception", "BaseException") for one in kinds)


def _raises_again(node: ast.ExceptHandler) -> bool:
    return isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None


def every_problem_stands_once(root: Path) -> list[str]:
    """No slug is defined twice and no two problems bear one name: what several refuse is in `contracts.refusals`."""
    problems = _problems(root)
    slugs = [(slug, node.name) for node in problems if (slug := _slug_defined(node))]
    return [
        *(f"slug {slug} is defined twice" for slug, count in Counter(slug for slug, _ in slugs).items() if count > 1),
        *(f"{name} names two problems" for name, count in Counter(node.name for node in problems).items() if count > 1),
    ]


def _problems(root: Path) -> list[ast.ClassDef]:
    """The classes that descend from `Problem`, known by the names of their bases."""
    classes = [
        node
        for file in files(root, "contracts", "services", "operations")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    names, more = {"Problem"}, True
    while more:
        heirs = {node.name for node in classes if names & {ast.unparse(base).rpartition(".")[2] for base in node.bases}}
        names, more = names | heirs, not heirs <= names
    return [node for node in classes if node.name in names and node.bases]


def _slug_defined(node: ast.ClassDef) -> str:
    """The slug that a class's body assigns, `slug = ...` or `slug, zh = ...`; empty: it has none of its own."""
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign) and statement.value and ast.unparse(statement.target) == "slug":
            return ast.unparse(statement.value)
        if isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                target, value = target.elts[0], value.elts[0]
            if ast.unparse(target) == "slug":
                return ast.unparse(value)
    return ""


def no_class_name_stands_twice_in_chassis_and_gateway(root: Path) -> list[str]:
    """Both are read together, and a name that is two things there is looked up in the wrong place."""
    homes: dict[str, list[str]] = {}
    for file in files(root, "services/chassis", "services/gateway"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(str(file.relative_to(root)))
    return [f"{name} is a class in {' and in '.join(where)}" for name, where in homes.items() if len(where) > 1]


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def no_bare_participle_is_a_public_name(root: Path) -> list[str]:
    """A thing is named by a noun and a function by a verb: `told` may be a record, an answer, a call or the result.

    Three kinds of thing are named so everywhere, and stay: errors (`Refused`), an event's data in the contracts
    (`Issued`), and properties that are adjectives (`voided`). Names on the wire are not ours to change.
    """
    trees = {
        file.relative_to(root): ast.parse(file.read_text(encoding="utf-8"))
        for file in files(root, "contracts", "services", "operations", "tools", "bench", "tests")
    }
    bases = _bases(trees.values())
    modules = [
        f"{file} is named by a participle"
        for file in trees
        if _is_participle(file.parent.name if file.stem == "__init__" else file.stem)
    ]
    return modules + [
        f"{file}:{node.lineno} names {node.name} by a participle"
        for file, tree in trees.items()
        for node in _public_definitions(tree.body)
        if _is_participle(node.name.lower())
        and not (_is_named_so_everywhere(node, file, bases) or (file.as_posix(), node.name) in SENTENCES)
    ]


def _public_definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    """A module's classes, functions and methods; what lies inside a function is its own affair."""
    for node in body:
        if isinstance(node, Definition):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from _public_definitions(node.body)


def _is_participle(word: str) -> bool:
    return word in PARTICIPLES or (word.isalpha() and re.search("[^e]ed$", word) is not None)


def _is_named_so_everywhere(node: Definition, file: Path, bases: Mapping[str, set[str]]) -> bool:
    if isinstance(node, ast.ClassDef):
        kinds = _ancestors(node.name, bases)
        return bool(kinds & {"Exception", "SystemExit"}) or (file.parts[0] == "contracts" and "Form" in kinds)
    decorators = {_last_name(one) for one in node.decorator_list}
    adjective = bool(decorators & set(ADJECTIVES)) and node.name not in PARTICIPLES
    return adjective or bool(decorators & set(WIRE_NAMES))


def _bases(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """The names of each class's bases; classes of one name are taken together."""
    bases: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(_last_name(one) for one in node.bases)
    return bases


def _ancestors(name: str, bases: Mapping[str, set[str]]) -> set[str]:
    reached, ahead = {name}, [name]
    while ahead:
        new = bases.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    return reached - {name}


def _last_name(node: ast.expr) -> str:
    """`Form` of `Form`, `forms.Form` and `Form(...)`."""
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


LAWS = (
    contracts_import_nothing_of_ours,
    the_chassis_imports_contracts_alone,
    no_service_imports_another,
    operations_import_no_owner,
    only_tests_and_tools_import_tools,
    no_import_leads_back,
    folders_import_downward,
    a_folder_has_at_most_twenty_modules,
    records_know_no_database_no_broker_and_no_framework,
    rules_import_no_framework,
    nameko_is_a_rim,
    eventlet_is_a_rim,
    every_register_has_rules_in_its_service_and_a_test,
    the_clock_the_environment_and_chance_are_read_in_one_place_each,
    every_exception_is_caught_only_where_messages_are_consumed,
    every_problem_stands_once,
    no_class_name_stands_twice_in_chassis_and_gateway,
    no_bare_participle_is_a_public_name,
)

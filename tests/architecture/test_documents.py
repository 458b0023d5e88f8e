"""What documents and docstrings name is there: every path and file, every linked page and heading, every parameter."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from tests.architecture import laws

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "docs/decisions/*.md")
FOLDERS = ("contracts/", "services/", "operations/", "tools/", "deploy/", "docs/", "tests/", "bench/")
DRAWN = ("deploy/secrets/",)
"""What is drawn on a machine and never committed."""
EXAMPLE = "drone"
"""What the recipes add: whoever follows them has it, the tree has not."""
FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"^[\w./*-]+$")
FILE = re.compile(r"^[\w-]+\.(py|md)$")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PLACED = re.compile(r"`([\w.]+)` (?:and `([\w.]+)` )?(?:in|of) `([\w./-]+\.(?:py|yml|yaml))`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
RAISES = re.compile(r"\b[Rr]aises ((?:[A-Z]\w+(?:, | or | and )?)+)")
ERROR = re.compile(r"[A-Z]\w+")
PACKAGES = ("contracts", "services", "operations", "tools")
NAMED_FILE = re.compile(r"^[\w./-]+\.(py|json|yaml)$")
DOTTED = re.compile(rf"^({'|'.join(PACKAGES)}|chassis|gateway)(\.\w+)+$")
NAME = re.compile(r"^[a-z_]\w*$")
WORD = re.compile(r"[^\W\d]\w*")


def pages(root: Path) -> Iterator[Path]:
    for pattern in PAGES:
        yield from sorted(root.glob(pattern))


def missing_paths(root: Path) -> list[str]:
    """Paths of the repository, and names of files, that a page names in backticks and that are not there."""
    return [
        f"{page.relative_to(root)} names {name}"
        for page in pages(root)
        for name in QUOTED.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
        if not _is_there(root, name)
    ]


def _is_there(root: Path, name: str) -> bool:
    if EXAMPLE in name:
        return True
    if name.startswith(FOLDERS) and PLACE.fullmatch(name):
        return name.startswith(DRAWN) or any(root.glob(name.rstrip("/")))
    return not FILE.fullmatch(name) or any(
        any(root.glob(where + name)) for where in ("", *map("{}**/".format, FOLDERS))
    )


def misplaced_names(root: Path) -> list[str]:
    """Names that a page places in a file (`name` in, of `path`) and that do not stand there."""
    return [
        f"{page.relative_to(root)} looks for {name} in {path}"
        for page in pages(root)
        for *names, path in PLACED.findall(" ".join(page.read_text(encoding="utf-8").split()))
        for name in filter(None, names)
        if (root / path).is_file() and name.rpartition(".")[2] not in (root / path).read_text(encoding="utf-8")
    ]


def broken_links(root: Path) -> list[str]:
    """Links of a page that lead to no file, or to no heading of it."""
    return [
        f"{page.relative_to(root)} links to {link}"
        for page in pages(root)
        for link in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
        if not link.startswith(("http://", "https://")) and not _leads_somewhere(page, link)
    ]


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not heading or heading in _anchors(target))


@cache
def _anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub links to them."""
    headings = HEADING.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(path for package in PACKAGES for path in root.glob(f"{package}/**/*.py")):
        yield str(path.relative_to(root)), ast.parse(path.read_text(encoding="utf-8"))


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The strings that stand for themselves: of modules, classes and functions, and beneath what they explain."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value


def strange_files(root: Path) -> list[str]:
    """Files and modules that a docstring names in backticks and that are not there."""
    return [
        f"{path}:{text.lineno} names {name}"
        for path, tree in modules(root)
        for text in _docstrings(tree)
        for name in QUOTED.findall(str(text.value))
        if (NAMED_FILE.fullmatch(name) and not _is_a_file(root, name))
        or (DOTTED.fullmatch(name) and not _is_a_module(root, name))
    ]


def _is_a_file(root: Path, name: str) -> bool:
    return (root / name).is_file() or any(any(root.glob(f"{package}/**/{name}")) for package in PACKAGES)


def _is_a_module(root: Path, name: str) -> bool:
    """Whether a dotted name leads to a package, to a module, or to something that stands in one."""
    path = root.joinpath(*name.split("."))
    within = [one.with_suffix(".py") for one in (path, *path.parents) if one.is_relative_to(root) and one != root]
    return path.is_dir() or any(map(Path.is_file, within))


def strange_names(root: Path) -> list[str]:
    """Names in the backticks of a function's or class's docstring that the module beside it does not know.

    So a parameter is not renamed without its sentence. Another module's is named with what it belongs to.
    """
    return [
        f"{path}:{node.lineno} names {name}"
        for path, tree in modules(root)
        for words in (_words(tree),)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        for name in QUOTED.findall(ast.get_docstring(node) or "")
        if NAME.fullmatch(name) and not keyword.iskeyword(name) and name not in words
    ]


def strange_errors(root: Path) -> list[str]:
    """Errors that a docstring says are raised, and that are no class: of ours, Python's, or one that our code names."""
    trees = list(modules(root))
    classes = {name for _, tree in trees for node in ast.walk(tree) for name in _class_names(node)}
    return [
        f"{path}:{text.lineno} raises {name}"
        for path, tree in trees
        for text in _docstrings(tree)
        for names in RAISES.findall(" ".join(str(text.value).split()))
        for name in ERROR.findall(names)
        if name not in classes and not hasattr(builtins, name)
    ]


def _class_names(node: ast.AST) -> Iterator[str]:
    """The class that a node defines; a library's stands in an import, or behind its module's name."""
    if isinstance(node, (ast.ClassDef, ast.alias)):
        yield node.name
    elif isinstance(node, ast.Attribute):
        yield node.attr


def missing_storeys(root: Path, storeys: Mapping[str, Sequence[str]]) -> list[str]:
    """Packages whose storeys the table of the house does not have, lowest first."""
    page = (root / "docs/architecture.md").read_text(encoding="utf-8")
    places = re.findall(r"`([\w/]+)(?:/|\.py)`", page.partition("## The house")[2].partition("\n## ")[0])
    return [
        home
        for home, names in storeys.items()
        for expected in ([f"{home}/{name}" for name in names],)
        if [place for place in places if place in expected] != expected
    ]


def _words(tree: ast.Module) -> set[str]:
    """Every word of a module's code: its names, and those in strings that are no docstrings."""
    docstrings = set(map(id, _docstrings(tree)))
    texts = (
        str(text)
        for node in ast.walk(tree)
        if id(node) not in docstrings
        for _, value in ast.iter_fields(node)
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    )
    return {word for text in texts for word in WORD.findall(text)}


def test_every_path_in_the_documents_exists() -> None:
    assert missing_paths(ROOT) == []


def test_every_name_that_the_documents_place_in_a_file_stands_there() -> None:
    assert misplaced_names(ROOT) == []


def test_every_link_in_the_documents_leads_somewhere() -> None:
    assert broken_links(ROOT) == []


def test_a_path_that_is_not_there_is_seen(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("`services/x.py`, `gone.py`, `HTTP_ADDRESS`, `data/outreach.db`\n")
    assert missing_paths(tmp_path) == ["README.md names services/x.py", "README.md names gone.py"]


def test_a_name_that_does_not_stand_in_its_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("A = 1\n")
    (tmp_path / "README.md").write_text("`A` and `B` in `x.py`, `C` of\n`x.py`, `D` in `y.py`\n")
    assert misplaced_names(tmp_path) == ["README.md looks for B in x.py", "README.md looks for C in x.py"]


def test_a_link_that_leads_nowhere_is_seen(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# One thing\n[a](#one-thing), [b](#another), [c](docs/x.md)\n")
    assert broken_links(tmp_path) == ["README.md links to #another", "README.md links to docs/x.md"]


def test_every_file_that_a_docstring_names_is_there() -> None:
    assert strange_files(ROOT) == []


def test_every_name_in_a_functions_docstring_is_one_of_its_module() -> None:
    assert strange_names(ROOT) == []


def _plant(root: Path, body: str) -> None:
    (root / "services/x").mkdir(parents=True)
    (root / "services/x/one.py").write_text(body)


def test_a_file_that_a_docstring_names_in_vain_is_seen(tmp_path: Path) -> None:
    _plant(tmp_path, '"""`one.py`, `gone.json`, `services.x.one.run`, `services.x.gone`, `chassis.one`, `HTTP`."""\n')
    assert [fault.rpartition(" ")[2] for fault in strange_files(tmp_path)] == [
        "gone.json",
        "services.x.gone",
        "chassis.one",
    ]


def test_a_parameter_that_a_docstring_names_in_vain_is_seen(tmp_path: Path) -> None:
    _plant(
        tmp_path, 'def run(job: str) -> str:\n    """Runs `job` at `speed`, `wanted` or not."""\n    return "speed"\n'
    )
    assert strange_names(tmp_path) == ["services/x/one.py:1 names wanted"]


def test_every_error_that_a_docstring_names_is_there() -> None:
    assert strange_errors(ROOT) == []


def test_an_error_that_a_docstring_names_in_vain_is_seen(tmp_path: Path) -> None:
    _plant(
        tmp_path,
        'class Late(Exception):\n    """Raises no one."""\n\n\ndef run() -> None:\n'
        '    """Raises Late, TooLate or\n    KeyError."""\n',
    )
    assert strange_errors(tmp_path) == ["services/x/one.py:6 raises TooLate"]


def test_a_name_that_a_classs_docstring_names_in_vain_is_seen(tmp_path: Path) -> None:
    _plant(tmp_path, 'class Server:\n    """Serves what `make` makes."""\n')
    assert strange_names(tmp_path) == ["services/x/one.py:1 names make"]


def test_every_storey_stands_in_the_table_of_the_house() -> None:
    assert missing_storeys(ROOT, laws.STOREYS) == []


def test_a_storey_that_is_not_in_its_place_is_seen(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/architecture.md").write_text(
        "## The house\n`a/x/`, `a/y.py`, `b/y/`, `b/x/`\n\n## More\n`c/x/`\n"
    )
    storeys = {"a": ("x", "y"), "b": ("x", "y"), "c": ("x",)}
    assert missing_storeys(tmp_path, storeys) == ["b", "c"]


def test_every_law_stands_in_contributing() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = page.partition("## The laws")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [law.__name__ for law in laws.LAWS]

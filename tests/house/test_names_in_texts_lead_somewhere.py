"""What docstrings and documents name is there: modules, functions, classes, files."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
ROOMS = {path.stem for path in (SOURCE / "gongxin").iterdir() if not path.name.startswith("__")}
MODULES = [path for folder in ("src", "tests", "tools") for path in sorted((ROOT / folder).rglob("*.py"))]
MODULES += sorted((ROOT / "bench").glob("*.py"))

#: Documents that say what is so today. A decision says what was chosen then, and is not rewritten.
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *SOURCE.rglob("*.md")})

#: As docstrings write it: a role, and a name that may begin with dots or with the tilde that shortens it.
REFERENCE = re.compile(r":(?:mod|func|class|meth|attr|data|exc):`~?([\w.]+)`")
#: As documents write it; ``workspace.json`` is a file.
DOTTED = re.compile(r"`(?:gongxin\.)?([a-z_]+(?:\.\w+)+)(?<!\.json)(?<!\.yaml)(?:\(\))?`")
FILE = re.compile(r"`([\w/]+\.(?:py|html|css))`")


@cache
def names_in(module: Path) -> frozenset[str]:
    """What a module defines, assigns, stores in an attribute, or imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.id if isinstance(node, ast.Name) else node.attr)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found.update(alias.asname or alias.name for alias in node.names)
    return frozenset(found)


def module_at(name: str) -> Path | None:
    place = (SOURCE if name.startswith("gongxin") else ROOT).joinpath(*name.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def leads_somewhere(name: str) -> bool:
    """Whether a name from ``gongxin``, ``tests`` or ``bench`` down is a module, or one and what is in it."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module = module_at(".".join(parts[:length]))
        if module is not None:
            return set(parts[length:]) <= names_in(module)
    return False


def from_the_top(name: str, module: Path) -> str:
    """A name with leading dots as one from the top; they count from the folder of the module."""
    dots = len(name) - len(name.lstrip("."))
    folder = module.parents[dots - 1].relative_to(SOURCE if SOURCE in module.parents else ROOT)
    return ".".join((*folder.parts, name[dots:]))


def references(module: Path) -> Iterator[str]:
    """References of a module that lead nowhere."""
    for name in REFERENCE.findall(module.read_text("utf-8")):
        if name.startswith("."):
            there = leads_somewhere(from_the_top(name, module))
        elif name.split(".")[0] in ("gongxin", "tests", "bench"):
            there = leads_somewhere(name)
        else:
            there = set(name.split(".")) <= names_in(module)
        if not there:
            yield name


def test_every_reference_in_a_docstring_leads_somewhere() -> None:
    assert [f"{module.relative_to(ROOT)}: {name}" for module in MODULES for name in references(module)] == []


def test_every_name_of_the_code_in_a_document_is_there() -> None:
    missing = [
        f"{document.relative_to(ROOT)}: {name}"
        for document in DOCUMENTS
        for name in DOTTED.findall(document.read_text("utf-8"))
        if name.split(".")[0] in ROOMS and not leads_somewhere(f"gongxin.{name}")
    ]
    assert missing == []


def test_every_file_of_the_code_in_a_document_is_there() -> None:
    there = [f"/{path.relative_to(ROOT)}" for folder in (SOURCE, ROOT / "tests") for path in folder.rglob("*.*")]
    missing = [
        f"{document.relative_to(ROOT)}: {name}"
        for document in DOCUMENTS
        for name in FILE.findall(document.read_text("utf-8"))
        if not any(path.endswith(f"/{name}") for path in there)
    ]
    assert missing == []


def test_every_page_of_documentation_is_reached_from_another() -> None:
    texts = {document: document.read_text("utf-8") for document in [*DOCUMENTS, *(ROOT / "docs").rglob("*.md")]}
    unreached = [
        page.name
        for page in (ROOT / "docs").rglob("*.md")
        if not any(re.search(rf"[(/]{re.escape(page.name)}[)#]", text) for of, text in texts.items() if of != page)
    ]
    assert unreached == []


def test_every_dependency_has_its_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["spark"], *extras["postgresql"]]
    names = [re.split(r"[\[<>=]", requirement)[0] for requirement in needed]
    decided = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    assert [name for name in names if not re.search(rf"`{re.escape(name)}`", decided, re.IGNORECASE)] == []


def test_a_name_that_leads_nowhere_is_found() -> None:
    assert leads_somewhere("gongxin.law.durations.end_of")
    assert not leads_somewhere("gongxin.law.durations.end_of_nothing")
    assert not leads_somewhere("gongxin.law.durability")
    assert from_the_top(".merkle", SOURCE / "gongxin/ledger/leaves.py") == "gongxin.ledger.merkle"
    assert from_the_top("..errors", SOURCE / "gongxin/ledger/leaves.py") == "gongxin.errors"

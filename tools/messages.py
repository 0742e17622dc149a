"""``python -m tools.messages [ROOM ...]``: bring the translations of pages up to date with templates and code.

The words of pages are written in English in templates and code; each room keeps their Chinese in its own
``locale/zh_Hans/LC_MESSAGES/django.po``. Running this adds what is new (to be translated by hand), drops what is gone,
and compiles ``django.mo``. The suite checks that all of it was done.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOURCE = Path(__file__).parents[1] / "src" / "gongxin"
ROOMS = ("pages", "portal", "workbench")

#: One wording (singular, plural if it has one) and, where the same words mean two things, the context.
Wording = tuple[str | tuple[str, ...], str | None]

#: The calls by which code asks for a wording; templates are turned into such code.
_PLURAL = frozenset({"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"})
_IN_CONTEXT = frozenset({"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"})
_CALLS = _PLURAL | _IN_CONTEXT | {"gettext", "gettext_lazy", "gettext_noop", "_"}
#: Catalogues carry no moment of their making: the same words give the same bytes.
_NO_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def catalogue_file(room: str) -> Path:
    """Where a room keeps its Chinese."""
    return SOURCE / room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def wordings(room: str) -> set[Wording]:
    """Every wording that stands in the room's templates or code."""
    from django.utils.translation.template import templatize

    found: set[Wording] = set()
    for path in sorted((SOURCE / room).rglob("*")):
        if path.suffix == ".html":
            found.update(_in_code(templatize(path.read_text("utf-8"), origin=str(path))))
        elif path.suffix == ".py":
            found.update(_in_code(path.read_text("utf-8")))
    return found


def _in_code(code: str) -> Iterator[Wording]:
    calls = dict.fromkeys(_CALLS)
    for _line, call, said, _comments in extract_python(BytesIO(code.encode()), calls, (), {}):
        words = [said] if isinstance(said, str) else list(said)
        context = words.pop(0) if call in _IN_CONTEXT else None
        words = [word for word in words if word][: 2 if call in _PLURAL else 1]
        if words:
            yield (tuple(words) if call in _PLURAL else words[0]), context


def catalogue(room: str) -> Catalog:
    """The room's Chinese as it is kept; an empty catalogue if there is none yet."""
    path = catalogue_file(room)
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale="zh_Hans")
    return Catalog(
        locale="zh_Hans", project="Gongxin", version="1", msgid_bugs_address="-", last_translator="Gongxin",
        language_team="Gongxin", creation_date=_NO_MOMENT, revision_date=_NO_MOMENT, fuzzy=False,
        header_comment=f"# The Chinese of the pages of gongxin.{room}.",
    )  # fmt: skip


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue in the form that Django reads."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(room: str) -> list[str]:
    """Bring a room's catalogue up to date; what still lacks its Chinese."""
    kept, wanted = catalogue(room), wordings(room)
    for message in list(kept):
        if message.id and (message.id, message.context) not in wanted:
            kept.delete(message.id, message.context)
    for words, context in sorted(wanted, key=str):
        if kept.get(words, context) is None:
            kept.add(words, context=context)
    path = catalogue_file(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, kept, sort_output=True, no_location=True, width=120)
    path.with_suffix(".mo").write_bytes(compiled(kept))
    return untranslated(kept)


def untranslated(catalogue: Catalog) -> list[str]:
    """The wordings that lack their Chinese."""
    return [str(message.id) for message in catalogue if message.id and not _translated(message.string)]


def _translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if string else False


def main(rooms: Sequence[str]) -> int:
    """Update the rooms named, all if none is; 1 if any wording lacks its Chinese."""
    missing = {room: update(room) for room in rooms or ROOMS}
    for room, words in missing.items():
        for word in words:
            sys.stdout.write(f"{room}: {word}\n")
    return 1 if any(missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

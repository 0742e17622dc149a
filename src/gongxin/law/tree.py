"""Walking a document of a pack: every part of it, with its place in the YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from gongxin.law.schema.basics import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.yaml_reader import Document, Place

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Value_co]):
    """An entry of a pack with where it stands: the pack's id, the file, the place in it.

    ``extensions`` are what narrower packs have added to it.
    """

    value: Value_co
    pack: str
    document: Document
    place: Place
    extensions: tuple[Placed[object], ...] = ()

    def where(self, *inside: str | int) -> str:
        """File, line and field path of the entry, or of something inside it."""
        return self.document.where((*self.place, *inside))

    def where_listed(self, key: str, position: int) -> str:
        """The place of an entry of one of its lists, which an extension may have added to."""
        for holder in (self, *self.extensions):
            listed = holder.document.length((*holder.place, key))
            if position < listed:
                return holder.where(key, position)
            position -= listed
        return self.where(key)


def parts(value: object, place: Place = ()) -> Iterator[tuple[Place, object]]:
    """A value and everything inside it, each with its place, keys spelled as in the YAML."""
    yield place, value
    if isinstance(value, Node):
        for name, field in type(value).model_fields.items():
            yield from parts(getattr(value, name), (*place, field.alias or name))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from parts(item, (*place, position))

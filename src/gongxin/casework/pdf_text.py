"""A PDF of plain lines of text, Chinese included, without embedding a font (ISO 32000-1, 9.7.5.2: predefined CMaps).

A reader has a Chinese font for ``STSong-Light`` or takes another in its place; the text can be searched and copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDTH, _HEIGHT = 595, 842  # A4, in points
_MARGIN, _SIZE, _LEADING = 72, 12, 22
_LINES_A_PAGE = (_HEIGHT - 2 * _MARGIN) // _LEADING
#: Half-width places on a line: a Chinese character takes two.
_PLACES = (_WIDTH - 2 * _MARGIN) * 2 // _SIZE

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /STSong-Light "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
    "/DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)


def pdf_of(lines: Iterable[str]) -> bytes:
    """The lines as a PDF, broken where they are too long for a page of A4."""
    broken = [part for line in lines for part in _broken(line)]
    pages = [broken[at : at + _LINES_A_PAGE] for at in range(0, len(broken), _LINES_A_PAGE)] or [[]]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>", _FONT]
    for place, page in enumerate(pages):
        drawn = _drawn(page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * place} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    return _file(objects)


def _broken(line: str) -> list[str]:
    """A line in parts that fit."""
    parts, part, places = [], "", 0
    for character in line:
        width = 1 if character.isascii() else 2
        if places + width > _PLACES:
            parts.append(part)
            part, places = "", 0
        part, places = part + character, places + width
    return [*parts, part]


def _drawn(lines: Sequence[str]) -> str:
    shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    return f"BT /F {_SIZE} Tf {_LEADING} TL {_MARGIN} {_HEIGHT - _MARGIN - _SIZE} Td\n{shown}\nET"


def _file(objects: Sequence[str]) -> bytes:
    """Objects numbered from 1, with the table that says where each begins."""
    text, places = b"%PDF-1.7\n%\xe5\xe4\xf6\xdf\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    ending = (
        f"xref\n0 {count}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    )
    return text + ending.encode("ascii")

"""A letter that the platform fills in and the applicant signs on the page, as a PDF of plain text.

The file names a font and carries none: every reader of PDF has one for simplified Chinese under the name used here
(ISO 32000-1, 9.7.5.2 and annex H; character collection Adobe-GB1). So it needs nothing installed and stays a few
kilobytes small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 72  # points: A4, an inch all round
_SIZE, _LEADING = 12, 22  # points
_LINES = (_HEIGHT - 2 * _MARGIN) // _LEADING
_EMS = (_WIDTH - 2 * _MARGIN) / _SIZE

#: May not begin a line (标点符号用法, GB/T 15834-2011, 5.1.1).
_NOT_FIRST = "，。、；：？！）》」”’%"


def letter_pdf(title: str, paragraphs: Iterable[str]) -> bytes:
    """The letter: its title in the middle of the first line, then each paragraph, over as many pages as it takes."""
    lines = [_centred(title), "", *(line for text in paragraphs for line in _wrapped(text))]
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    return _document([_page(page) for page in pages])


def _centred(title: str) -> str:
    return "　" * max(0, int((_EMS - len(title)) / 2)) + title


def _wrapped(text: str) -> Iterator[str]:
    """The lines of a paragraph; a Latin character takes half the width of a Chinese one."""
    line, width = "", 0.0
    for character in text:
        wide = 0.5 if character.isascii() else 1.0
        if width + wide > _EMS and character not in _NOT_FIRST:
            yield line
            line, width = "", 0.0
        line, width = line + character, width + wide
    yield line


def _page(lines: Iterable[str]) -> bytes:
    """What is drawn on a page."""
    drawn = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    top = _HEIGHT - _MARGIN - _SIZE
    return f"BT /F {_SIZE} Tf {_LEADING} TL {_MARGIN} {top} Td\n{drawn}ET".encode("ascii")


def _document(pages: list[bytes]) -> bytes:
    """Objects 1 to 4 are the catalogue, the page tree and the font; a page and its content follow, pair by pair."""
    numbers = [5 + 2 * place for place in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
        "/Resources << /Font << /F 3 0 R >> >> >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor "
        b"/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 752 /Descent -271 "
        b"/CapHeight 737 /StemV 58 >> >>",
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects.append(f"<< /Type /Page /Parent 2 0 R /Contents {number + 1} 0 R >>".encode("ascii"))
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    return _with_table(objects)


def _with_table(objects: list[bytes]) -> bytes:
    """The objects one after another, and the table that says where each begins."""
    body = b"%PDF-1.5\n%\xe5\x85\xac\xe4\xbf\xa1\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(body))
    )

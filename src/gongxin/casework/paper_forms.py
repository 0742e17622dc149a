"""What form a paper has, told by its content: a name says what somebody wished to call it, and no more."""

from __future__ import annotations

import zipfile
from io import BytesIO

#: How each form is called in a list of accepted ones.
TITLES = {"pdf": "PDF", "jpg": "JPEG", "png": "PNG", "docx": "Word (docx)", "ofd": "OFD"}

_JPEG, _PNG, _PDF, _ZIP = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-", b"PK\x03\x04"
#: What may stand before a PDF's mark: readers also pass over anything else (ISO 32000-1, annex H.3.4.1), and with it
#: over a page for a browser; such a file is none for us.
_BEFORE_PDF = b"\xef\xbb\xbf \t\r\n"


def form_of(content: bytes) -> str | None:
    """``pdf``, ``jpg``, ``png``, ``docx`` or ``ofd`` (GB/T 33190-2016); None for anything else."""
    if content.startswith(_JPEG):
        return "jpg"
    if content.startswith(_PNG):
        return "png"
    if content[:64].lstrip(_BEFORE_PDF).startswith(_PDF):
        return "pdf"
    return _form_of_archive(content) if content.startswith(_ZIP) else None


def _form_of_archive(content: bytes) -> str | None:
    """Word and OFD files are archives, known by the part that every one of them has."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "OFD.xml" in parts:
        return "ofd"
    return "docx" if {"[Content_Types].xml", "word/document.xml"} <= parts else None

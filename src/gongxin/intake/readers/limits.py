"""How much of a file is taken on trust: bounds that keep memory flat and stop files made to break a reader.

Settings of the platform, not law. Every one that refuses something is named in the message that does so.
"""

from __future__ import annotations

MIB = 1024 * 1024

#: Bytes read, cut and parsed at a time.
BLOCK_BYTES = 8 * MIB

#: A chunk is handed on once it has so many rows or was parsed from so many bytes.
CHUNK_ROWS = 250_000
CHUNK_BYTES = 160 * MIB

#: A record (a line, or several within quotes) longer than this is rejected; no real one comes near.
RECORD_BYTES = 4 * MIB

#: Columns of a file. The national tables have about thirty.
COLUMNS = 1000

#: The header is looked for in so many rows.
HEADER_ROWS = 20

#: Unpacked size over packed size. Tables of text pack to a fifth or a twentieth; a thousandth is a bomb.
INFLATION = 250

#: Below this unpacked size no ratio is suspicious.
INFLATION_FROM = 64 * MIB

#: A workbook is held in memory while it is read, so its unpacked size and its cells are bounded.
WORKBOOK_BYTES = 4096 * MIB
WORKBOOK_CELLS = 40_000_000

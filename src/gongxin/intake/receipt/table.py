"""A receipt for people, on the terminal: Chinese first, English beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.messages import message
from gongxin.intake.receipt import layout

if TYPE_CHECKING:
    from rich.console import Console

    from gongxin.intake.receipt.receipt import Receipt

_OUTCOMES = {
    "total": "合计 total",
    "accepted": "收录 accepted",
    "unchanged": "未变 unchanged",
    "held": "待确认 held",
    "rejected": "退回 rejected",
}

#: Notes too long for a terminal, on what went as it should.
_LEFT_TO_JSON = ("mapped", "absent-fields")

_STYLES = {"held": "yellow", "rejected": "red"}

#: As much of a value as is shown: enough to know it again, without a long text pushing all else off the screen.
_VALUE_LENGTH = 30


def print_table(receipt: Receipt, most_rows: int) -> None:
    """Print the counts, the reasons with how often they were given, and ``most_rows`` remarks.

    Remarks on held and rejected rows come first: these are what the department has to see to.
    """
    from rich.console import Console

    console = Console()
    console.print(
        f"回执 receipt {receipt.batch} · {receipt.item.title.zh} {receipt.item.title.en} ({receipt.item.id}) · "
        f"{receipt.source} · {receipt.as_of}",
        style="bold",
        highlight=False,
    )
    _print_counts(console, receipt)
    _print_files(console, receipt)
    _print_reasons(console, receipt)
    _print_rows(console, receipt, most_rows)


def _print_counts(console: Console, receipt: Receipt) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    counts = receipt.counts.as_dict()
    table = Table(box=SIMPLE)
    for name, title in _OUTCOMES.items():
        table.add_column(title, justify="right", style=_STYLES.get(name) if counts[name] else None)
    table.add_row(*(f"{number:,}" for number in counts.values()))
    console.print(table)


def _print_files(console: Console, receipt: Receipt) -> None:
    from rich.text import Text

    for file in receipt.files:
        console.print(Text(f"{file.name}: {file.rows:,} 行 rows"))
        for note in file.notes:
            if note.rule in _LEFT_TO_JSON:
                continue
            console.print(Text(f"  · {note.message.zh} {note.message.en}"), style="dim")


def _print_reasons(console: Console, receipt: Receipt) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    fields = {field.id: field for field in receipt.item.fields}
    table = Table(box=SIMPLE, title="原因 reasons", title_justify="left")
    for heading in ("结果 outcome", "规则 rule", "行数 rows", "说明 meaning"):
        table.add_column(heading, overflow="fold")
    for outcome, rule, field, rows in _reasons(receipt):
        sentence = message(rule, fields.get(field), "…")
        style = _STYLES.get(outcome)
        table.add_row(_OUTCOMES[outcome], rule, f"{rows:,}", f"{sentence.zh}\n{sentence.en}", style=style)
    if table.row_count:
        console.print(table)


def _reasons(receipt: Receipt) -> list[tuple[str, str, str, int]]:
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(
            """SELECT outcome, rule, field, count(DISTINCT (file, row)) AS rows FROM read_parquet(?)
               GROUP BY outcome, rule, field ORDER BY outcome = 'accepted', rows DESC, rule, field""",
            [str(receipt.folder / layout.REMARKS_FILE)],
        )
        return found.fetchall()


def _print_rows(console: Console, receipt: Receipt, most_rows: int) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    remarks = _most_pressing(receipt, most_rows)
    if not remarks:
        return
    several = len(receipt.files) > 1
    files = ("文件 file",) if several else ()
    table = Table(box=SIMPLE, title=_extent(remarks, most_rows), title_justify="left")
    for heading in (*files, "行 row", "结果 outcome", "列 column", "规则 rule", "收到的值 value"):
        table.add_column(heading, overflow="fold")
    for file, row, outcome, field, rule, value, _ in remarks:
        cells = (str(row), _OUTCOMES[outcome], _heading(receipt, file, field), rule, _shortened(value))
        # Text, not markup: a value may hold brackets.
        table.add_row(*map(Text, (receipt.files[file].name, *cells) if several else cells), style=_STYLES.get(outcome))
    console.print(table)


_Remark = tuple[int, int, str, "str | None", str, "str | None", int]


def _most_pressing(receipt: Receipt, most: int) -> list[_Remark]:
    """The remarks to be shown, what is held or rejected before the rest; the last of each is how many there are."""
    import duckdb

    with duckdb.connect() as connection:
        found = connection.execute(
            """SELECT file, row, outcome, field, rule, value, count(*) OVER () AS remarks
               FROM read_parquet(?, file_row_number = true)
               ORDER BY outcome NOT IN ('held', 'rejected'), file_row_number LIMIT ?""",
            [str(receipt.folder / layout.REMARKS_FILE), most],
        )
        return found.fetchall()


def _extent(remarks: list[_Remark], most: int) -> str:
    """How much of all there is to say is shown."""
    total = remarks[0][-1]
    if total <= most:
        return "逐行说明 remarks on rows"
    return (
        f"逐行说明（共 {total:,} 条，先列待确认和退回的，显示 {most} 条；加 --json 看全部）\n"
        f"remarks on rows ({most} of {total:,}, the held and rejected first; all of them with --json)"
    )


def _heading(receipt: Receipt, file: int, field: str | None) -> str:
    """The heading under which the department's own file has the field; its title where the file has no such column."""
    if field is None:
        return ""
    return dict(receipt.files[file].columns).get(field) or receipt.item.field(field).title.zh


def _shortened(value: str | None) -> str:
    value = value or ""
    return value if len(value) <= _VALUE_LENGTH else f"{value[:_VALUE_LENGTH]}…"

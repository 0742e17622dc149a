"""A receipt for people, on the terminal: Chinese first, English beside it."""

from __future__ import annotations

from itertools import islice
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


def print_table(receipt: Receipt, most_rows: int) -> None:
    """Print the counts, the reasons with how often they were given, and the first ``most_rows`` remarks."""
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
        table.add_row(outcome, rule, f"{rows:,}", f"{sentence.zh}\n{sentence.en}", style=style)
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

    table = Table(box=SIMPLE, title=f"前 {most_rows} 条 first {most_rows}", title_justify="left")
    for heading in ("行 row", "结果 outcome", "字段 field", "规则 rule", "收到的值 value"):
        table.add_column(heading, overflow="fold")
    for remark in islice(receipt.remarks(), most_rows):
        # Text, not markup: a value may hold brackets.
        cells = (str(remark.row), remark.outcome, remark.field or "", remark.rule, (remark.value or "")[:80])
        table.add_row(*map(Text, cells), style=_STYLES.get(remark.outcome))
    if table.row_count:
        console.print(table)

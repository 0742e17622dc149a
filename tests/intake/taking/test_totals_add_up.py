"""Whatever is handed in, every row ends in exactly one way: the one that a plain reading of the rules gives."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gongxin.subjects.identifiers import uscc

pytestmark = pytest.mark.slow

BRIDGE, SWALLOW, NOBODY = (uscc.make("91", "990100", f"MB00000{n}") for n in (1, 2, 9))
NAME_OF = {BRIDGE: "云泽市大桥工程有限公司", SWALLOW: "云泽市飞燕出租汽车有限公司"}

#: Cells of each column; those that no row may have are marked with an exclamation mark in front.
CELLS = {
    "NAME": [*NAME_OF.values(), *NAME_OF.values(), "!", "!" + "长" * 61],
    "CODE": [BRIDGE, BRIDGE, SWALLOW, SWALLOW, NOBODY, "!91990100MB00000190", "!", "!00000000000000000X"],
    "WSH": ["甲", "乙", "丙", "丁", "戊", "!"],
    "SY": ["一", "二", ""],
    "YJ": ["第五条", "第五条", "第五条", "!— —"],
    "CFLB": ["fine", "罚款", "fine;fine", "warning", "!鞭刑"],
    "FK": ["1", "1.0", "1", "!x"],
    "JDRQ": ["2026-03-10", "2026/3/10", "20260310", "!2026-03-13", "!某日"],
}
SAME = {"罚款": "fine", "fine;fine": "fine", "1.0": "1", "2026/3/10": "2026-03-10", "20260310": "2026-03-10"}

rows = st.lists(st.fixed_dictionaries({column: st.sampled_from(cells) for column, cells in CELLS.items()}), max_size=30)


class PlainReading:
    """The rules once more, row by row, in a few lines of Python."""

    def __init__(self) -> None:
        self.filed: dict[str, tuple[str, ...]] = {}

    def outcomes(self, delivery: list[dict[str, str]]) -> list[str]:
        met: dict[str, tuple[str, ...]] = {}
        return [self._outcome(row, met) for row in delivery]

    def _outcome(self, row: dict[str, str], met: dict[str, tuple[str, ...]]) -> str:
        if any(cell.startswith("!") for cell in row.values()):
            return "rejected"
        content = tuple(SAME.get(row[column], row[column]) for column in CELLS)
        if row["WSH"] in met:
            return "unchanged" if met[row["WSH"]] == content else "rejected"
        met[row["WSH"]] = content
        if self.filed.get(row["WSH"]) == content:
            return "unchanged"
        if NAME_OF.get(row["CODE"]) != row["NAME"]:
            return "held"
        self.filed[row["WSH"]] = content
        return "accepted"


def handed_in(desk: Any, delivery: list[dict[str, str]]) -> Any:
    cleaned = [{column: cell.removeprefix("!") for column, cell in row.items()} for row in delivery]
    sound = {"PARTY": "organisation", "JG": desk.LIN}
    return desk.hand_in([row | sound for row in cleaned], confirm_unusual=True)


# Without shrinking: an example takes a second, and the receipt says well enough what went wrong.
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=rows, second=rows)
def test_each_row_ends_as_a_plain_reading_says_and_the_totals_add_up(
    tmp_path_factory: Any, make_desk: Any, first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    desk = make_desk(tmp_path_factory.mktemp("yunze"))
    desk.register(*NAME_OF.items())
    plain = PlainReading()
    for delivery in (first, second, second):
        if not delivery:
            continue
        receipt = handed_in(desk, delivery)
        expected = plain.outcomes(delivery)
        assert receipt.total == len(delivery) == sum(file.rows for file in receipt.files)
        assert receipt.counts.as_dict() == {"total": len(delivery)} | {
            outcome: expected.count(outcome) for outcome in ("accepted", "unchanged", "held", "rejected")
        }
        said = {remark.row - 2: remark.outcome for remark in receipt.remarks()}
        for place, outcome in enumerate(expected):
            assert said.get(place, outcome) == outcome
            assert place in said or outcome in ("accepted", "unchanged")
    found = desk.query("SELECT doc_no, subject_id FROM record WHERE item = 'yunze.penalty'")
    assert Counter(found) == Counter((doc_no, content[1]) for doc_no, content in plain.filed.items())
    entry = desk.ledger.batches()[-1]
    assert entry.counts["total"] == sum(entry.counts[way] for way in ("accepted", "unchanged", "held", "rejected"))

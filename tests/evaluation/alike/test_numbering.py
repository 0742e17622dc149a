"""Numbers are equal where all that they were made of is equal, and nowhere else."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gongxin.evaluation.alike.numbering import Key, first_of_each, histories_of, numbered

rows = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**40), st.integers(0, 2**40), st.integers(0, 1)))


@given(rows)
def test_keys_are_equal_where_all_columns_are_even_if_these_have_no_room_together(
    given_rows: list[tuple[int, ...]],
) -> None:
    key = Key(len(given_rows))
    for place, room in enumerate((4, 2**40 + 1, 2**40 + 1, 2)):
        key.add(np.array([row[place] for row in given_rows], dtype=np.int64), room)
    made = dict(zip(given_rows, key.numbers.tolist(), strict=True))
    assert [made[row] for row in given_rows] == key.numbers.tolist()
    assert len(set(made.values())) == len(made)


@given(st.lists(st.integers(0, 9)))
def test_numbers_count_from_nought_and_each_comes_first_somewhere(values: list[int]) -> None:
    numbers, different = numbered(np.array(values, dtype=np.int64))
    assert set(numbers.tolist()) == set(range(different))
    assert first_of_each(numbers, different).tolist() == [numbers.tolist().index(n) for n in range(different)]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1, 3))))
def test_subjects_have_one_history_where_the_same_things_are_in_it_as_often_in_any_order(
    things: list[tuple[int, int]],
) -> None:
    subjects, what = (np.array([pair[place] for pair in things], dtype=np.int64) for place in (0, 1))
    histories = histories_of(subjects, what, 8)
    in_it = [tuple(sorted(Counter(thing for of, thing in things if of == subject).items())) for subject in range(8)]
    known = dict(zip(in_it, histories.of_subject.tolist(), strict=True))
    assert [known[of] for of in in_it] == histories.of_subject.tolist()
    assert len(set(known.values())) == len(known) == histories.count
    shown: dict[int, Counter[int]] = {number: Counter() for number in range(histories.count)}
    for number, thing in zip(*(column.tolist() for column in histories.one_of_each), strict=True):
        shown[number][thing] += 1
    assert {tuple(sorted(of.items())): number for number, of in shown.items()} == known


def test_nobody_has_no_history() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert histories_of(nothing, nothing, 0).count == 0

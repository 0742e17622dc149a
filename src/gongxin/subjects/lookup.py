"""Who may be meant by a name: candidates from a register of any size, ranked, each with the reason it is one.

The register is a relation ``(subject_id, name, name_key, former_names, former_keys)``, such as the ledger's
``subject``. One statement does a look-up, in time linear in the register and without touching a row from Python:

1. the same key (:mod:`gongxin.subjects.names`) as the current name,
2. the same key as a former name,
3. one name contains the other (a branch, a name written short),
4. names that share pairs of neighbouring characters; a pair counts the more, the fewer names in the register have
   it, so that 有限公司 and the name of the city weigh next to nothing.

The score runs from 0 to 1 and orders candidates; it is a likeness, not a probability.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from gongxin.subjects.names import name_key
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    import duckdb


class Likeness(StrEnum):
    """Why a subject is a candidate for a name."""

    SAME_CODE = "same-code"
    SAME_NAME = "same-name"
    FORMER_NAME = "former-name"
    CONTAINED = "contained"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that may be meant; ``name`` is the one that matched, a former one if that is the reason.

    A subject found by its code may have no name.
    """

    subject_id: str
    name: str | None
    score: float
    likeness: Likeness

    def as_dict(self) -> dict[str, Any]:
        """The candidate as plain data."""
        return asdict(self)


_SAME = 1.0
_FORMER = 0.95
# Neither a name contained nor a similar one ever outranks one that is the same.
_CONTAINED = 0.9
_SIMILAR = 0.8

#: Below this, likeness is noise.
LEAST_SCORE = 0.3


def find_by_code(connection: duckdb.DuckDBPyConnection, register: str, code: str) -> list[Candidate]:
    """The subject of ``register`` whose identifier is ``code``, as a list of one; none if there is no such subject."""
    rows = connection.execute(f"SELECT subject_id, name FROM {register} WHERE subject_id = ?", [code]).fetchall()
    return [Candidate(subject_id, name, _SAME, Likeness.SAME_CODE) for subject_id, name in rows]


def find(
    connection: duckdb.DuckDBPyConnection, register: str, name: str, *, limit: int = 10, least: float = LEAST_SCORE
) -> list[Candidate]:
    """The subjects of ``register`` that ``name`` may mean, the likeliest first; none for a name without characters.

    ``register`` is the name of a relation of the connection.
    """
    key = name_key(name)
    if not key:
        return []
    rows = connection.execute(find_sql(register, key), {"limit": limit, "least": least}).fetchall()
    return [Candidate(subject_id, found, score, Likeness(why)) for subject_id, found, score, why in rows]


def find_sql(register: str, key: str, rarities: str | None = None) -> str:
    """The statement of :func:`find` for the key of a name, with the parameters ``limit`` and ``least``.

    Its columns are subject_id, name, score, likeness. ``rarities`` is a query for one row that says how rare each of
    :func:`pairs_of` the key is (``pair_0`` and so on, made by :func:`rarity_sql`), for who has counted already.
    """
    sought = literal(key)
    pairs = pairs_of(key)
    if rarities is None:
        rarities = _counted(register, pairs)
    shared = " + ".join(
        f"contains(name_key, {literal(pair)})::INTEGER * pair_{number}" for number, pair in enumerate(pairs)
    )
    total = " + ".join(f"pair_{number}" for number in range(len(pairs)))
    nearness = f"least(length(name_key), {len(key)}) / greatest(length(name_key), {len(key)})"
    return f"""
        WITH rarity AS ({rarities}),
        compared AS (
            SELECT subject_id, name, former_names, list_position(former_keys, {sought}) AS former,
                CASE
                    WHEN name_key = {sought} THEN '{Likeness.SAME_NAME}'
                    WHEN former IS NOT NULL AND former > 0 THEN '{Likeness.FORMER_NAME}'
                    WHEN length(name_key) > 1
                        AND (contains(name_key, {sought}) OR contains({sought}, name_key)) THEN '{Likeness.CONTAINED}'
                    ELSE '{Likeness.SIMILAR}'
                END AS likeness,
                CASE likeness
                    WHEN '{Likeness.SAME_NAME}' THEN {_SAME}
                    WHEN '{Likeness.FORMER_NAME}' THEN {_FORMER}
                    WHEN '{Likeness.CONTAINED}' THEN {_CONTAINED} * sqrt({nearness})
                    ELSE {_SIMILAR} * sqrt({nearness}) * ({shared}) / ({total})
                END AS score
            FROM {register}, rarity
        )
        SELECT subject_id, CASE likeness WHEN '{Likeness.FORMER_NAME}' THEN former_names[former] ELSE name END AS name,
            round(score, 3) AS score, likeness
        FROM compared
        WHERE score >= $least
        ORDER BY score DESC, subject_id
        LIMIT $limit
    """


def rarity_sql(names: str, having: str) -> str:
    """How much a pair tells, from how many names there are and how many of them have it."""
    return f"ln((2.0 + {names}) / (1 + {having}))"


def _counted(register: str, pairs: list[str]) -> str:
    counts = (
        rarity_sql("count(*)", f"count(*) FILTER (contains(name_key, {literal(pair)}))") + f" AS pair_{number}"
        for number, pair in enumerate(pairs)
    )
    return f"SELECT {', '.join(counts)} FROM {register}"


def pairs_of(key: str) -> list[str]:
    """The pairs of neighbouring characters, each once; a name of one character is its own pair."""
    return list(dict.fromkeys(key[start : start + 2] for start in range(max(1, len(key) - 1))))

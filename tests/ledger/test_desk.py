"""One file after another on the same desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ledger.conftest import Department


def test_a_query_prepared_once_serves_every_file(market: Department) -> None:
    market.hands_in(
        records=[market.penalty(f"R{n}", f"S{n % 5}", amount=n) for n in range(50)],
        subjects=[{"subject_id": "S1", "name": "Hengyuan", "registered": True}],
        events=[{"event_id": "E1", "record_id": "R1", "subject_id": "S1", "kind": "repaired"}],
    )
    market.ledger.compact()
    market.hands_in(records=[market.penalty("R1", "S1", version=2, content="b", amount=7)])
    with market.ledger.desk() as desk, market.ledger.snapshot() as snapshot:
        desk.connection.execute("CREATE TEMP VIEW fined AS SELECT * FROM record WHERE amount > 5")
        desk.prepare("fines", "SELECT record_id, content, amount FROM fined ORDER BY record_id")
        for subject_id in ("S1", "S4", "S9", "S1"):
            desk.lay_out(snapshot, subject_id)
            laid_out = desk.run("fines")
            snapshot.attach(market.connection, subject_id=subject_id)
            due = "SELECT record_id, content, amount FROM record WHERE amount > 5 ORDER BY record_id"
            assert laid_out == market.connection.execute(due).fetchall()
        assert len(laid_out) == 10
        assert desk.connection.execute("SELECT kind FROM event").fetchall() == [("repaired",)]
        assert desk.connection.execute("SELECT * FROM subject").fetchall() == []
        desk.lay_out(snapshot, "S1", tables=("subject",))
        assert desk.connection.execute("SELECT name FROM subject").fetchall() == [("Hengyuan",)]
        assert desk.run("fines") == []

"""Standing: what a record is worth on a day, decided in one place."""

from gongxin.standing.at_desk import FileStandings
from gongxin.standing.outcome_sql import STANDING_COLUMNS
from gongxin.standing.reasons import Reason
from gongxin.standing.rules_sql import record_standing_sql
from gongxin.standing.view import (
    Standing,
    create_standing_view,
    read_standings,
    shared_records,
    standings_of,
    standings_sql,
)

__all__ = [
    "STANDING_COLUMNS",
    "FileStandings",
    "Reason",
    "Standing",
    "create_standing_view",
    "read_standings",
    "record_standing_sql",
    "shared_records",
    "standings_of",
    "standings_sql",
]

"""Standing: what a record is worth on a day, decided in one place."""

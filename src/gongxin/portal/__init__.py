"""The public site: search, the credit file, what can be done about a record, progress."""

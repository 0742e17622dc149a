"""Who has received which record, and whom a change of it must reach: consumers, notices, acknowledgements."""

"""How decisions become facts: events, corrected and moved records, records that the platform makes itself."""

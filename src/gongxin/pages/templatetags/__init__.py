"""Words and parts of pages, for the templates."""

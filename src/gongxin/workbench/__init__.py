"""Desks behind a login: the clerk's queue, the whole case on one page, the subject's own desk."""

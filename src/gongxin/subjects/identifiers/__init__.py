"""Identifiers of credit subjects: one module a scheme, each with a check of one text and the same check in bulk.

``is_valid(text)`` judges one identifier in its normal form; ``valid_sql(column)`` is the same judgement as a DuckDB
expression over a column of millions. The normal form has half-width capitals and no separators; it comes from
:mod:`~gongxin.subjects.identifiers.spelling`. An SQL expression repeats its argument: give it the name of a column,
not a computation. NULL in gives NULL out, and no input makes an expression fail, so no identifier ever
ends up in the text of a database error.
"""

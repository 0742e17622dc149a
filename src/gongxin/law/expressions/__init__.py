"""Safe expressions: the conditions and values that packs may write, checked and compiled to SQL.

An expression reads one row of ``record`` and nothing else. It is parsed by SQLGlot in DuckDB's dialect; every node of
the tree must be on the allow-list (:mod:`.allowed`), every operand must have a type that fits, and the SQL is written
anew from the tree: nothing of the pack's text reaches the database but quoted strings and numbers. What compiles also
runs: there is no division, no cast of text, no sum too wide for a decimal.

:func:`compile_expression` gives the SQL, :func:`analyse` also its type and the names it reads.
"""

from __future__ import annotations

from gongxin.law.expressions.analysis import MAX_LENGTH, Compiled, analyse, compile_expression

__all__ = ["MAX_LENGTH", "Compiled", "analyse", "compile_expression"]

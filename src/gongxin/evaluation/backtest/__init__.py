"""Back-test: evaluate as of a past day from what was known then, follow what happened: do grades come true?

:func:`backtest` does the whole; every measure is a function over relations in DuckDB and can be used alone.
docs/backtest.md says what each measure means and how it is computed.
"""

from gongxin.evaluation.backtest.question import Among, Outcome
from gongxin.evaluation.backtest.results import BackTest
from gongxin.evaluation.backtest.run import backtest

__all__ = ["Among", "BackTest", "Outcome", "backtest"]

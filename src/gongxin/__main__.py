"""``python -m gongxin`` is the same as ``gongxin``."""

from gongxin.cli import run

run()

"""Commands: the face that operators and programs use. It alone knows the clock and the terminal.

One module a command; each turns words into arguments, calls a room below, and prints what comes back.
"""


def run() -> None:
    """Entry point of ``gongxin``: parse the words given, do it, leave with an exit code (``docs/commands.md``)."""
    from gongxin.cli.main import main

    main()

"""Every action is asked for somewhere, and every view and every command of the office asks for one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from gongxin.accounts.actions import MAY, Action, roles_that_may
from gongxin.accounts.roles import Role
from gongxin.cli.main import COMMANDS

SOURCE = Path(__file__).parents[2] / "src" / "gongxin"

#: Rooms that answer people: what they do, somebody has to be allowed to do.
PAGES = ("portal", "workbench", "site")

ROOMS_OF_THE_OFFICE = ("pages", "casework", "accounts", "exchange")

#: Calls by which something asks.
ASKING = {"may", "require", "require_subject", "require_case", "needs"}

#: The server acts for nobody: each of its pages asks who has come.
COMMANDS_IN_WHICH_NOBODY_ACTS = {"serve"}


#: Modules of the office's rooms that know nothing of its tables.
WITHOUT_TABLES = {"gongxin.pages.clock", "gongxin.accounts.actions", "gongxin.accounts.roles"}


def modules(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (SOURCE / room).rglob("*.py"))


def name_of(module: Path) -> str:
    return module.relative_to(SOURCE).as_posix()


def calls(tree: ast.AST) -> list[ast.Call]:
    """Calls by which something asks whether an account may."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if ast.unparse(call.func).rsplit(".", 1)[-1] in ASKING]


def named_in(tree: ast.AST) -> set[str]:
    """Names of the actions that some code mentions: ``Action.SEE_DUE``."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action"
    }


def asked_in(module: Path) -> set[str]:
    """Actions that a module asks for: it names them, and asks. The room's own tables and rules do not count."""
    tree = ast.parse(module.read_text("utf-8"))
    asking = calls(tree)
    if name_of(module) in ("accounts/actions.py", "accounts/permissions.py"):
        return {name for call in asking for name in named_in(call)}
    return named_in(tree) if asking else set()


def takes_a_request(function: ast.FunctionDef) -> bool:
    """Whether it is a view: its first argument is the request, and it answers with a response."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    answer = "" if function.returns is None else ast.unparse(function.returns)
    return bool(arguments) and arguments[0].arg == "request" and "HttpResponse" in answer


def declares(function: ast.FunctionDef) -> bool:
    return any(isinstance(mark, ast.Call) and ast.unparse(mark.func) == "needs" for mark in function.decorator_list)


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_has_an_answer_to_each_action(role: Role | None, action: Action) -> None:
    assert isinstance(action in MAY[role], bool)
    assert (role in roles_that_may(action)) == (role is not None and action in MAY[role])


def test_no_action_is_dead_and_none_is_only_for_show() -> None:
    known = {action.name for action in Action}
    asked = set().union(*(asked_in(module) for module in modules(*PAGES, *ROOMS_OF_THE_OFFICE, "cli")))
    assert asked == known


def test_every_view_says_which_action_it_is() -> None:
    silent = {
        f"{name_of(module)}:{node.name}"
        for module in modules(*PAGES)
        for node in ast.parse(module.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and takes_a_request(node)
        and not declares(node)
    }
    assert silent == set()


def opens_the_office(tree: ast.AST) -> bool:
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(ast.unparse(call.func) in ("office", "open_office") for call in found)


def says_who_acts(tree: ast.AST) -> bool:
    """Whether somebody acts, whom the rooms below then ask about, or the module asks itself."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(ast.unparse(call.func) == "acting" for call in found) or bool(calls(tree))


def test_in_every_command_that_opens_the_office_somebody_acts() -> None:
    silent = set()
    for command, (place, _) in COMMANDS.items():
        module = SOURCE.parent / (place.split(":")[0].replace(".", "/") + ".py")
        tree = ast.parse(module.read_text("utf-8"))
        if opens_the_office(tree) and not says_who_acts(tree):
            silent.add(command)
    assert silent == COMMANDS_IN_WHICH_NOBODY_ACTS


def test_no_command_reaches_into_the_office_before_it_is_open() -> None:
    """Importing a table before Django knows where the office is fails, and only for whoever runs the command alone."""
    rooms = tuple(f"gongxin.{room}" for room in ROOMS_OF_THE_OFFICE)
    early = []
    for module in modules("cli"):
        for function in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            opened = [
                call.lineno for call in ast.walk(function) if isinstance(call, ast.Call) and opens_the_office(call)
            ]
            for node in ast.walk(function):
                if not (opened and isinstance(node, ast.ImportFrom)) or node.module in WITHOUT_TABLES:
                    continue
                if (node.module or "").startswith(rooms):
                    early += [f"{name_of(module)}:{node.lineno}"] if node.lineno < min(opened) else []
    assert early == []


def test_the_administrator_decides_nothing_and_sees_no_file() -> None:
    on_cases = {Action.OPEN_CASE, Action.MOVE_CASE, Action.DECIDE_CASE, Action.SEE_CASE, Action.SEE_WHOLE_FILE}
    assert not on_cases & MAY[Role.ADMINISTRATOR]


def test_the_auditor_sees_and_changes_nothing() -> None:
    changes = {
        Action.OPEN_CASE,
        Action.HAND_IN_PAPER,
        Action.MOVE_CASE,
        Action.DECIDE_CASE,
        Action.GIVE_CONSENT,
        Action.KEEP_CONSUMERS,
        Action.KEEP_ACCOUNTS,
        Action.ACKNOWLEDGE_NOTICE,
        Action.PURGE_QUERIES,
    }
    assert not changes & MAY[Role.AUDITOR]


def test_the_public_only_reads_what_is_public() -> None:
    assert MAY[None] == {Action.SEARCH, Action.SEE_PUBLIC_FILE}


def test_only_a_department_decides_and_only_a_subject_consents() -> None:
    assert set(roles_that_may(Action.DECIDE_CASE)) == {
        Role.CREDIT_OFFICE,
        Role.SOURCE_DEPARTMENT,
        Role.SUPERVISING_DEPARTMENT,
    }
    assert roles_that_may(Action.GIVE_CONSENT) == [Role.SUBJECT]

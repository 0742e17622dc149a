"""The table of commands, and what happens to errors on their way to the terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cyclopts import App, CycloptsError

from gongxin import __version__
from gongxin.cli.output import print_error
from gongxin.errors import GongxinError, LedgerError, UsageError, system_says

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Command -> (where it lives, what it does). Modules are imported when their command is called.
COMMANDS = {
    "init": ("gongxin.cli.init:init", "Make a workspace. 新建工作区"),
    "synth": ("gongxin.cli.synth:synth", "Write the department files of an invented city. 生成虚构城市的部门数据"),
    "intake": (
        "gongxin.cli.intake:intake",
        "Take in files of a department, with a receipt. 接收部门报送文件并出具回执",
    ),
    "held": ("gongxin.cli.held:app", "Rows held because name and code do not match. 名称与代码不符而暂存的记录"),
    "quality": ("gongxin.cli.quality:quality", "Data quality by department. 各部门数据质量"),
    "find": ("gongxin.cli.find:find", "Find a subject by name or code. 按名称或代码查找主体"),
    "evaluate": ("gongxin.cli.evaluate:evaluate", "Evaluate all subjects by a model. 按模型评价全部主体"),
    "backtest": (
        "gongxin.cli.backtest:backtest",
        "Do grades come true? A past day against what followed. 回溯检验：等级后来应验了吗",
    ),
    "simulate": (
        "gongxin.cli.simulate:simulate",
        "What a draft rule would do: who moves, and by what. 规则试算：谁会变动",
    ),
    "explain": ("gongxin.cli.explain:explain", "How one score came about. 说明一个主体的得分由来"),
    "path": ("gongxin.cli.path:path", "To the next grade, and how the grade will go. 如何提升等级，等级将如何变化"),
    "report": ("gongxin.cli.report:report", "Credit report of one subject. 出具信用报告"),
    "verify": ("gongxin.cli.verify:verify", "Check a credit report's proofs offline. 离线核验信用报告"),
    "law": ("gongxin.cli.law:app", "Read and check the law packs. 查阅和检查规则包"),
    "ledger": ("gongxin.cli.ledger:app", "State, compaction and proofs of the ledger. 账本状态、整理与核验"),
    "account": ("gongxin.cli.account:app", "Accounts and their roles. 账户与角色"),
    "department": ("gongxin.cli.account:departments", "Departments that work with the platform. 使用平台的部门"),
    "consent": ("gongxin.cli.consent:app", "What a person agrees to, and takes back. 个人同意与撤回"),
    "query-log": ("gongxin.cli.consent:query_log", "Who looked whom up. 查询记录"),
    "outbox": ("gongxin.cli.outbox:app", "What decisions have left to be written. 待写入账本的决定"),
    "consumer": (
        "gongxin.cli.consumer:app",
        "Who receives records, and what they were told. 数据使用方与通知",
    ),
    "case": ("gongxin.cli.case:app", "Repair, objection, commitment, interview: cases. 修复、异议、承诺、约谈办件"),
    "due": ("gongxin.cli.due:due", "What is due, late, and will be. 到期、逾期和即将到期的事项"),
    "journal": ("gongxin.cli.due:journal", "Everything that happened in any case on a day. 当日办件日志"),
    "serve": ("gongxin.cli.serve:serve", "Serve the pages. 提供网页服务"),
    "demo": ("gongxin.cli.demo:demo", "An invented city and a real one, from file to report. 从文件到报告的演示"),
}


def build_app() -> App:
    """The command line as an object; reading its help imports nothing heavy."""
    app = App(
        name="gongxin",
        help="Gongxin (公信): an open public-credit platform. 开放的公共信用平台",
        version=__version__,
        help_format="plaintext",
    )
    for place, (name, (path, purpose)) in enumerate(COMMANDS.items()):
        app.command(path, name=name, help=purpose, sort_key=place)
    return app


def main(words: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 when it was done, otherwise the exit code of the error's class."""
    words = list(sys.argv[1:] if words is None else words)
    as_json = "--json" in words
    try:
        build_app()(words, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        _leave(_misput(error), as_json=as_json)
    except GongxinError as error:
        _leave(error, as_json=as_json)
    except BrokenPipeError:
        # The reader of our output (head, less) went away: nothing is wrong on our side.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        _leave(_system_refused(error), as_json=as_json)
    except Exception as error:
        if os.environ.get("GONGXIN_DEBUG"):
            raise
        _leave(_damage(error) or _own_mistake(error), as_json=as_json)


def _leave(error: GongxinError, *, as_json: bool) -> None:
    print_error(error, as_json=as_json)
    sys.exit(error.exit_code)


def _misput(error: CycloptsError) -> UsageError:
    said = " ".join(str(error).split()).removesuffix(".")
    return UsageError(
        "command-line",
        zh=f"命令写法有误：{said}。加 --help 查看用法。",
        en=f"The command is not put right: {said}. Add --help to see how.",
    )


def _damage(error: Exception) -> LedgerError | None:
    """What the error says of a data file of the ledger; the query engine is asked only where it was at work."""
    if "duckdb" not in sys.modules:
        return None
    from gongxin.ledger.storage_errors import damage_of

    return damage_of(error)


def _own_mistake(error: Exception) -> GongxinError:
    """What nobody foresaw. Its text may hold words of a row, so only its kind is told."""
    kind = type(error).__name__
    return GongxinError(
        "internal-error",
        zh=f"平台自身出错（{kind}），此前已提交的批次不受影响。"
        "请设置环境变量 GONGXIN_DEBUG=1 重试，并把输出交给维护人员。",
        en=f"The platform itself failed ({kind}); batches committed before are untouched. "
        "Try again with GONGXIN_DEBUG=1 in the environment, and give the output to whoever maintains it.",
    )


def _system_refused(error: OSError) -> LedgerError:
    place = str(error.filename) if error.filename else None
    said = system_says(error)
    return LedgerError(
        "system-refused",
        zh=f"操作系统拒绝了读写：{said.zh}。请检查路径、权限和磁盘空间后重试；此前已提交的批次不受影响。",
        en=f"The system refused to read or write: {said.en}. Check the path, the rights and the disk space, "
        "then try again; batches committed before are untouched.",
        where=place,
    )

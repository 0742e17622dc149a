"""``gongxin law``: read the packs, check them, try their models, and count days by them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, print_table, print_tree

if TYPE_CHECKING:
    from gongxin.law.library import Law

app = App(name="law", help_format="plaintext")


@app.command
def lint(*folders: Path, common: Common = COMMON) -> None:
    """Check the packs shipped, the workspace's own and those in FOLDERS: every mistake with its line. 检查规则包."""
    from gongxin.law.lint import lint as check

    answer = check((*_own_packs(common), *folders))
    if common.json:
        print_json(answer)
        return
    rows = [
        (pack["id"], pack["level"], pack["title"]["zh"], pack["citations"], pack["unverified"], pack["digest"][:7])
        for pack in answer["packs"]
    ]
    headings = ("pack", "level", "title", "citations", "unverified", "digest")
    print_table(f"规则包无误 packs hold together ({answer['version']})", headings, rows)


@app.command(name="list")
def list_entries(*, common: Common = COMMON) -> None:
    """List what is loaded: packs, items, code lists, parameters, rule sets, models, procedures. 列出已加载内容."""
    from gongxin.law.show import listing

    answer = listing(_law(common))
    if common.json:
        print_json(answer)
        return
    for sort, entries in answer.items():
        rows = [(entry["id"], entry["title"]["zh"], entry["title"]["en"]) for entry in entries]
        print_table(sort, ("id", "zh", "en"), rows, whole=("id",))


@app.command
def show(
    entry: Annotated[str, Parameter(help="Id of an item, model, rule set ... 条目标识")],
    *,
    as_of: Annotated[str | None, Parameter(help="Day the question is about; today. 日期")] = None,
    common: Common = COMMON,
) -> None:
    """Show one entry as in force on a day, with its articles and the file and line it stands in. 查看条目."""
    from gongxin.law.show import show as find

    answer = find(_law(common), entry, day(as_of))
    if common.json:
        print_json(answer)
    elif answer["not_in_force"]:
        sys.stdout.write("{zh}\n{en}\n".format_map(answer["not_in_force"]))
        rows = [
            (of["from"], of["to"] or "", of["title"]["zh"], f"{Path(of['file']).name}:{of['line']}")
            for of in answer["editions"]
        ]
        print_table("", ("from", "to", "title", "place"), rows)
    else:
        print_tree(answer)


@app.command(name="test")
def try_cases(
    named: Annotated[str | None, Parameter(help="A pack or a model; all, if left out. 规则包或模型")] = None,
    /,
    *,
    common: Common = COMMON,
) -> None:
    """Run the experts' cases beside the models: records, and the score worked out by hand. 用专家案例检验模型."""
    from gongxin.errors import LawError
    from gongxin.evaluation.cases import try_cases as run

    tried = list(run(_law(common), named))
    failed = [of for of in tried if of.difference is not None]
    if common.json:
        print_json({"cases": len(tried), "failed": len(failed), "tried": [of.as_dict() for of in tried]})
    else:
        rows = [
            (of.model, of.case.case, of.where, of.difference.step, of.difference.expected, of.difference.found)
            for of in tried
            if of.difference is not None
        ]
        if rows:
            print_table("", ("model", "case", "where", "step", "expected", "found"), rows)
        print_pairs({"cases": len(tried), "failed": len(failed)})
    if failed:
        raise LawError(
            "case-failed",
            zh=f"{len(failed)} 个案例与模型结果不符；请改模型，或在核对条文后改案例。",
            en=f"{len(failed)} cases did not come out as expected; mend the model or, once the articles have been read "
            "again, the case.",
            where=failed[0].where,
        )


@app.command
def days(
    *,
    from_: Annotated[str, Parameter(name="--from", help="Day of the event; the count starts the day after. 起始日")],
    working: Annotated[int | None, Parameter(help="Working days. 工作日数")] = None,
    natural: Annotated[int | None, Parameter(help="Natural days. 自然日数")] = None,
    end_of_next_year: Annotated[bool, Parameter(negative=(), help="By the end of the next year. 次年年底前")] = False,
    common: Common = COMMON,
) -> None:
    """The day a term ends; a last day that is a day off moves to the next working day. 计算期限届满日."""
    from gongxin.law.days import due_day

    answer = due_day(
        _law(common).calendar,
        day(from_, option="--from"),
        working=working,
        natural=natural,
        end_of_next_year=end_of_next_year,
    )
    if common.json:
        print_json(answer)
        return
    term, note = answer.pop("term"), answer.pop("note")
    pairs: dict[str, Any] = {"due": answer["due"], "from": answer["from"], "term": f"{term['zh']} {term['en']}"}
    print_pairs(pairs | ({"note": f"{note['zh']} {note['en']}"} if note["zh"] else {}))


def _own_packs(common: Common) -> tuple[Path, ...]:
    """The workspace's own packs, if there is a workspace and it has any. The law can be read without one."""
    if common.home is None or not common.home.exists():
        return ()
    packs = common.workspace().packs_dir
    return (packs,) if any(packs.iterdir()) else ()


def _law(common: Common) -> Law:
    from gongxin.law.library import Law

    return Law.load(_own_packs(common))

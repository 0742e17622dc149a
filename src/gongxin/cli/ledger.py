"""``gongxin ledger``: state, batches, compaction, verification, key, heads and proofs of growth."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from gongxin.cli.options import COMMON, Common
from gongxin.cli.output import print_json, print_pairs, print_table, progress_bar

if TYPE_CHECKING:
    from gongxin.ledger import Ledger

app = App(name="ledger", help_format="plaintext")

_TABLES = {"subject": "主体\nsubject", "record": "记录\nrecord", "event": "事件\nevent"}
_STATUS = (
    "表\ntable",
    "行数\nrows",
    "文件\nfiles",
    "字节\nbytes",
    "近期行数\nrecent rows",
    "近期文件\nrecent files",
    "待清除\nreplaced",
)


@app.command
def status(*, common: Common = COMMON) -> None:
    """Batches, rows, files, tree head. 账本状态."""
    found = _open(common).status()
    if common.json:
        print_json(found.as_dict())
        return
    print_pairs(
        {
            "最新批次 last batch": found.last_batch,
            "分桶数 buckets": found.buckets,
            "透明日志根值 root of the log": found.root or "无 none",
            "需要整理 compaction due": "是 yes" if found.compaction_due else "否 no",
        }
    )
    rows = [
        (_TABLES[name], of.rows, of.files, of.bytes, of.recent_rows, of.recent_files, of.replaced_files)
        for name, of in found.tables.items()
    ]
    print_table("各表 tables", _STATUS, rows)


@app.command
def batches(*, common: Common = COMMON) -> None:
    """Every batch with its item, source, day and counts. 全部批次."""
    found = [batch.as_dict() for batch in _open(common).batches()]
    if common.json:
        print_json({"batches": found})
    else:
        rows = [
            (
                batch["number"],
                batch["as_of"],
                batch["item"],
                batch["source"],
                _counts(batch["counts"]),
                "是 yes" if batch["synthetic"] else "",
            )
            for batch in found
        ]
        print_table(
            "批次 batches",
            ("批次 number", "日期 as of", "事项 item", "单位 source", "行数 counts", "虚构 synthetic"),
            rows,
        )


def _counts(counts: dict[str, int]) -> str:
    """The counts of a batch that are not nought, as words."""
    return ", ".join(f"{name} {number:,}" for name, number in counts.items() if number)


@app.command
def compact(*, common: Common = COMMON) -> None:
    """Sort small batches into their buckets and remove files nobody needs. 整理账本."""
    ledger = _open(common)
    with progress_bar("compact", quiet=common.json) as progress:
        moved = asdict(ledger.compact(progress))
    answer = {**moved, "files_removed": ledger.vacuum()}
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


@app.command
def verify(*, common: Common = COMMON) -> None:
    """Check files, counts, versions and the transparency log against the manifests. 核验账本."""
    from gongxin.errors import LedgerError

    ledger = _open(common)
    with progress_bar("verify", quiet=common.json) as progress:
        found = ledger.verify(progress)
    answer = found.as_dict()
    if common.json:
        print_json(answer)
    else:
        _print_findings(answer)
    if not found.sound:
        raise LedgerError(
            "ledger-unsound",
            zh="账本与其清单不符，详见上方列出的问题；请停止写入，从备份恢复，或与维护人员联系。",
            en="The ledger does not match its manifests; the findings stand above. Stop writing and restore a copy.",
        )


def _print_findings(answer: dict[str, Any]) -> None:
    """What a verification found: a line a fact, two lines a finding."""
    rows, findings = answer.pop("rows"), answer.pop("findings")
    print_pairs(answer | {f"{table} rows": number for table, number in rows.items()} | {"findings": len(findings)})
    for finding in findings:
        print_pairs({finding["rule"]: f"{finding['message']['zh']}\n  {finding['message']['en']}"})


@app.command
def key(
    *,
    out: Annotated[Path | None, Parameter(help="File to write; printed if left out. 输出文件")] = None,
    common: Common = COMMON,
) -> None:
    """The public key that signs tree heads, as PEM. 平台公钥."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    pem = common.workspace().public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    if out is not None:
        out.write_text(pem, encoding="ascii")
    if common.json:
        print_json({"public_key": pem, "out": out})
    elif out is None:
        print(pem, end="")  # noqa: T201  the key itself is the answer


@app.command
def head(
    *,
    out: Annotated[Path | None, Parameter(help="File to keep it in; printed if left out. 输出文件")] = None,
    common: Common = COMMON,
) -> None:
    """The signed tree head of now: who keeps it can later see that nothing was taken back. 当前树头."""
    _hand_out(_open(common).prove_batches([]), out, common)


@app.command
def growth(
    since: Path,
    *,
    out: Annotated[Path | None, Parameter(help="File to write; printed if left out. 输出文件")] = None,
    common: Common = COMMON,
) -> None:
    """The proof that the log has only grown since a head that was kept (SINCE). 只增不改的证明."""
    from gongxin.ledger.transparency.growth import kept_size

    _hand_out(_open(common).prove_growth(kept_size(since)), out, common)


def _hand_out(document: dict[str, Any], out: Path | None, common: Common) -> None:
    """Give a document to be carried about: to a file, or as it is."""
    from gongxin.reports.files import write_document

    if out is None:
        print_json(document)
        return
    write_document(out, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    answer = {**document["head"], "out": out}
    if common.json:
        print_json(answer)
    else:
        print_pairs(answer)


def _open(common: Common) -> Ledger:
    from gongxin.ledger import Ledger

    return Ledger.open(common.workspace())

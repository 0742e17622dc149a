"""What a check of the ledger can find wrong, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gongxin.errors import Message


class Fault(StrEnum):
    """A kind of damage. The value is the rule's stable name."""

    BATCH_FILE = "batch-file-damaged"
    BATCH_NUMBER = "batch-number"
    TREE_HEAD = "tree-head-differs"
    SIGNATURE = "signature-false"
    FILE_MISSING = "file-missing"
    FILE_SIZE = "file-size"
    FILE_DAMAGED = "file-damaged"
    ROW_COUNT = "row-count"
    CONTENTS = "contents-differ"
    DOUBLED = "version-doubled"
    TWO_OWNERS = "record-with-two-subjects"
    WRONG_BUCKET = "row-in-wrong-bucket"


_WORDS = {
    Fault.BATCH_FILE: ("批次文件缺失或无法读取", "the batch file is missing or cannot be read"),
    Fault.BATCH_NUMBER: ("批次文件写的是另一个批次", "the batch file speaks of another batch"),
    Fault.TREE_HEAD: ("透明日志的树根与各批次不符", "the tree head is not that of the batches up to here"),
    Fault.SIGNATURE: ("树根的签名不是本工作区密钥所签", "the tree head is not signed with the workspace's key"),
    Fault.FILE_MISSING: ("数据文件缺失", "a data file is missing"),
    Fault.FILE_SIZE: ("数据文件大小与登记不符", "a data file has not the size on record"),
    Fault.FILE_DAMAGED: ("数据文件无法读取", "data files cannot be read"),
    Fault.ROW_COUNT: ("行数与批次清单不符", "the number of rows is not that of the manifest"),
    Fault.CONTENTS: ("内容与批次清单的摘要不符", "the rows are not those the manifest vouches for"),
    Fault.DOUBLED: ("同一记录的同一版本出现多次", "a version of a record is there more than once"),
    Fault.TWO_OWNERS: ("同一记录同时属于两个主体", "a record is current with two subjects at once"),
    Fault.WRONG_BUCKET: ("行不在其主体的分桶中", "rows are not in the bucket of their subject"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where: a batch, a file, a record."""

    fault: Fault
    where: str

    @property
    def message(self) -> Message:
        """The finding in both languages."""
        zh, en = _WORDS[self.fault]
        return Message(zh=f"{self.where}：{zh}。", en=f"{self.where}: {en}.")

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data."""
        return {"rule": self.fault.value, "where": self.where, "message": self.message.as_dict()}

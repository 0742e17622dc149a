"""What the operating system refuses is told in Chinese as well; the system itself speaks English."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import system_says

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.ENOTDIR])
def test_a_refusal_of_the_system_is_said_in_both_languages(number: int) -> None:
    said = system_says(OSError(number, os.strerror(number)))
    assert not said.zh.isascii()
    assert said.en == os.strerror(number)


def test_a_refusal_without_chinese_words_keeps_its_own() -> None:
    assert system_says(OSError("the tape is torn")).zh == "the tape is torn"


def test_a_workspace_where_a_file_stands_is_refused_in_both_languages(operator: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = operator.types("init", "--home", tmp_path / "file")
    assert told.code == 5
    assert "路径中有一段不是目录" in told.err
    assert "Not a directory" in told.err

"""``gongxin synth``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs, progress_bar


def synth(
    out: Path,
    *,
    subjects: Annotated[int, Parameter(help="How many subjects. 主体数量")] = 2_000,
    seed: Annotated[int, Parameter(help="Same seed, same files. 随机种子，同种子同文件")] = 1,
    messy: Annotated[bool, Parameter(negative=(), help="With the dirt of real files. 带真实数据中的毛病")] = False,
    as_of: Annotated[str | None, Parameter(help="Day the files are handed in. 报送日期")] = None,
    common: Common = COMMON,
) -> None:
    """Write the department files of an invented city into OUT, with a truth file. 生成虚构城市的部门报送文件.

    Everything in them is synthetic and says so: names, places and codes belong to nobody.
    """
    from gongxin.law.library import Law
    from gongxin.synth import write_city

    with progress_bar("synth", quiet=common.json) as progress:
        manifest = write_city(
            out, Law.load(), seed=seed, subjects=subjects, as_of=day(as_of), messy=messy, progress=progress
        )
    if common.json:
        print_json(manifest.as_dict())
    else:
        print_pairs({entry.path: f"{entry.item}, {entry.source}, {entry.rows} rows" for entry in manifest.files})

"""The skeleton of a new pack: small, whole, and passing its own check from the first minute."""

import json
from importlib.resources import files
from pathlib import Path

import click

from core.errors import Problem
from core.packs import naming

PARTS = (
    ("pyproject.toml", "pyproject.toml.txt"), ("README.md", "README.md.txt"),
    ("{name}/__init__.py", "init.py.txt"), ("{name}/pack.toml", "pack.toml.txt"),
    ("{name}/cases/rules.toml", "rules.toml.txt"), ("{name}/locales/en/LC_MESSAGES/messages.po", "messages.po.txt"),
    ("tests/test_pack.py", "test_pack.py.txt"),
)  # fmt: skip


def make(name: str, into: Path, *, as_json: bool = False) -> int:
    """Write the distribution of a pack called `name` under `into`. Problem for a name that is no pack's, and where
    something is there already."""
    root = into / name
    if naming.NAME.fullmatch(name) and root.exists():
        raise Problem("pack.exists", field="name", name=name)
    naming.check_new(name)
    source = files("core.packs") / "skeleton"
    written = []
    for target, template in PARTS:
        path = root / target.format(name=name)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (source / template).read_text("utf-8")
        path.write_text(text.replace("NAME", name).replace("DASHED", name.replace("_", "-")), "utf-8")
        written.append(path.as_posix())
    if as_json:
        click.echo(json.dumps({"name": name, "files": written}, ensure_ascii=False, indent=2))
    else:
        rules = root / name / "pack.toml"
        click.echo(f"Đã tạo {root}. Tiếp theo: sửa {rules} rồi chạy renluyen packs check {_as_folder(root)}")
    return 0


def _as_folder(root: Path) -> str:
    """The folder so that it is not read as the name of an installed pack."""
    return root.as_posix() if "/" in root.as_posix() else f"./{root.as_posix()}"

"""What a pack may be called: a package of its own, and nobody else's name."""

import keyword
import re
import sys
from importlib.metadata import distributions, entry_points, packages_distributions

from core.errors import Problem

GROUP = "renluyen.packs"
HOST = ("core", "tenants", "ui", "locales", "tests")  # packages that are no pack's
NAME = re.compile(r"[a-z][a-z0-9_]{2,39}")


def own_package(name: str) -> bool:
    """Whether a name can be that of a pack's package: a top-level one, not of the host and not of Python."""
    return (
        name.isidentifier() and not keyword.iskeyword(name)
        and name not in sys.stdlib_module_names and name not in HOST
    )  # fmt: skip


def check_new(name: str) -> None:
    """Refuse a name for a new pack: badly written, reserved by Python or the host, or taken by what is installed."""
    if not NAME.fullmatch(name):
        raise Problem("pack.bad-name", field="name", name=name)
    if not own_package(name):
        raise Problem("pack.reserved-name", field="name", name=name)
    if _plain(name) in _installed():
        raise Problem("pack.name-taken", field="name", name=name)


def _installed() -> set[str]:
    """Every distribution, top-level package and pack of this environment, as an index would compare their names."""
    names = {dist.metadata["Name"] for dist in distributions()} | set(packages_distributions())
    return {_plain(name) for name in names if name} | {_plain(entry.name) for entry in entry_points(group=GROUP)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

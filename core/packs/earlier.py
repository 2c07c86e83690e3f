"""Earlier releases of an installed pack, so that a tenant that took one up can be shown what has changed since.

A pack keeps them in its folder `earlier/`, one `<version>.toml` each: what that release said otherwise than the pack of
today, written as an edit of it. `remove` lists the key paths that it did not have yet.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace

from core.packs import lint, reading
from core.packs.inheritance import REMOVE
from core.packs.installed import InstalledPack
from core.packs.merging import merge, without

FOLDER = "earlier"


def releases(pack: InstalledPack) -> Mapping[str, InstalledPack]:
    """The earlier releases of a pack by version, the oldest first. Raises PackRefused for one that fits no contract."""
    found = {}
    for file in sorted((pack.root / FOLDER).glob("*.toml")):
        said = tomllib.loads(file.read_text("utf-8"))
        plain: object = reading.plain(pack.rules)
        for path in said.pop(REMOVE, []):
            plain = merge(plain, without({}, path.split("/")))
        rules = reading.build(merge(plain, {**said, "version": file.stem}), f"{FOLDER}/{file.name}")
        found[file.stem] = replace(pack, rules=rules, notices=lint.check(rules))
    return found

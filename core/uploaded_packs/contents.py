"""What is in the archive of a pack: rules, worked cases, Word templates, catalogues. Nothing that runs. Pure.

Pages of a pack (`templates/*.html`) are not taken: they would be the only thing in it that is executed.
"""

import re
from collections.abc import Mapping

import msgspec

from core import archives
from core.archives import refused, shown
from core.packs.catalog import PACK_FILE
from core.packs.problems import PackError, PackRefused

MOST = 4 << 20  # bytes of the archive
LIMITS = archives.Limits(parts=120, unpacked=16 << 20)
MOST_PART = 4 << 20
KNOWN = (
    re.compile(r"pack\.toml"),
    re.compile(r"cases/[A-Za-z0-9_-]{1,60}\.toml"),
    re.compile(r"templates/(sheet|report\.[A-Za-z0-9_.-]{1,40})\.docx"),
    re.compile(r"locales/messages\.pot"),
    re.compile(r"locales/[a-z]{2}/LC_MESSAGES/messages\.po"),
)
WANTED = "pack.toml, cases/*.toml, templates/*.docx, locales/*/LC_MESSAGES/messages.po"
MOST_TOLD = 20


class Contents(msgspec.Struct, frozen=True):
    """The files of an archive by their paths in the pack."""

    files: Mapping[str, bytes]

    @property
    def rules(self) -> bytes:
        """The text of `pack.toml`."""
        return self.files[PACK_FILE]

    def template(self, slot: str) -> bytes | None:
        """The pack's own Word template of a slot, if it has one."""
        return self.files.get(f"templates/{slot}.docx")


def read(content: bytes) -> Contents:
    """The files of the archive. Problem `archive.…` for what may not be opened, PackRefused with every file that is
    none of a pack's."""
    if not content:
        raise refused("file.empty")
    if len(content) > MOST:
        raise refused("file.too-large", most=MOST >> 20)
    with archives.opened(content, LIMITS) as archive:
        parts = archives.files(archive)
        top = _top([part.filename for part in parts])
        names = {part.filename.removeprefix(top): part for part in parts}
        strange = [name for name in names if not any(known.fullmatch(name) for known in KNOWN)]
        if strange:
            raise PackRefused([_fault("upload.foreign-file", name, shown(name)) for name in strange[:MOST_TOLD]])
        if PACK_FILE not in names:
            raise PackRefused([PackError("pack.no-file", PACK_FILE, "", "nothing", "the rules of the pack")])
        large = [name for name, part in names.items() if part.file_size > MOST_PART]
        if large:
            raise PackRefused([_fault("upload.large-file", name, f"{names[name].file_size} bytes") for name in large])
        return Contents({name: archive.read(part) for name, part in names.items()})


def _top(names: list[str]) -> str:
    """The one folder around everything, as a folder is compressed by most systems; "" where there is none."""
    tops = {name.partition("/")[0] for name in names}
    return next((f"{top}/" for top in tops if len(tops) == 1 and f"{top}/{PACK_FILE}" in names), "")


def _fault(code: str, name: str, found: str) -> PackError:
    return PackError(code, shown(name), "", found, WANTED)

"""Rules as the archive of a pack: what another union can upload, or an author can go on with. Pure."""

import io
import zipfile
from collections.abc import Iterable, Mapping

import msgspec

from core.errors import Problem
from core.packs import writing
from core.packs.cases import Case, run_case
from core.packs.catalog import PACK_FILE
from core.packs.installed import InstalledPack
from core.packs.schema import Pack
from core.packs.schema_terms import Identifier

DAY = (1980, 1, 1, 0, 0, 0)  # of every file inside: the same rules, the same archive


def exported(pack: InstalledPack, new_id: str, cases: Iterable[Case], templates: Mapping[str, bytes]) -> bytes:
    """The archive of a pack (with the tenant's edits already in its rules) under an id of its own.

    `cases` that the rules no longer keep are left out; `templates` are Word files by slot. Problem for a bad id."""
    try:
        msgspec.convert(new_id, Identifier)
    except msgspec.ValidationError:
        raise Problem("upload.bad-id", field="ten") from None
    rules = renamed(pack.rules, new_id)
    files = {PACK_FILE: writing.written(rules)}
    for name, kept in _kept(pack, cases).items():
        files[f"cases/{name}"] = writing.toml({"case": [_plain(case) for case in kept]}).encode()
    files |= {f"templates/{slot}.docx": content for slot, content in templates.items()}
    return _archive(files)


def renamed(rules: Pack, new_id: str) -> Pack:
    """The same rules under another id, standing on nothing."""
    return msgspec.structs.replace(rules, id=new_id, extends=None)


def _kept(pack: InstalledPack, cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The cases that still hold, by file."""
    kept: dict[str, list[Case]] = {}
    for case in cases:
        if run_case(pack, case).passed:
            kept.setdefault(case.file, []).append(case)
    return kept


def _plain(case: Case) -> dict[str, object]:
    """A case as it is written in a file."""
    told = {"title": case.title, "requirement": list(case.requirement), "kind": case.kind}
    more = {"given": case.given, "expect": case.expect, "edits": case.edits, "remove": list(case.remove)}
    return told | {name: value for name, value in more.items() if value}


def _archive(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()

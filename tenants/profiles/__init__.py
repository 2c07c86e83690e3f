"""Profiles: with what a new tenant starts. Ready ones lie beside this file; an operator may write another (TOML).

    title = {vi = "Tỉnh đoàn có cấp huyện", en = "Province with districts"}
    summary = {vi = "…"}
    kind = "province"                       # province, affiliated, university, centre
    locale = "vi"                           # vi, en
    logo = "TĐ"                             # letters of the mark at the top; empty: from the short name
    [words]                                 # what this tenant calls its kinds of unit, if not by the usual word
    top = "Tỉnh đoàn"
    [under]                                 # kind of unit → kinds it may stand under; absent: no such kind here
    district = ["top"]
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from core.errors import Problem
from core.packs.reading import decode_text
from core.packs.text import Text
from core.units.rules import KINDS

Kind = Literal["top", "district", "grassroots", "grassroots_branch", "section", "branch", "subbranch"]
Word = Annotated[str, msgspec.Meta(min_length=2, max_length=40)]


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With what a tenant starts."""

    name: str = ""
    title: Text
    summary: Text = Text("")
    kind: Literal["province", "affiliated", "university", "centre"]
    locale: Literal["vi", "en"] = "vi"
    logo: Annotated[str, msgspec.Meta(max_length=4)] = ""
    words: Mapping[Kind, Word] = {}
    under: Mapping[Kind, tuple[Kind, ...]]

    def settings(self) -> dict[str, object]:
        """What is stored with the tenant: its words, its letters, and where each kind may stand."""
        under = {kind: list(self.under.get(kind, ())) for kind in KINDS if kind != "top"}
        return {"unit_kinds": dict(self.words), "logo": self.logo, "units": {"under": under}}


def ready() -> tuple[Profile, ...]:
    """The profiles that come with the product."""
    found = {item.name: item for item in files("tenants.profiles").iterdir() if item.name.endswith(".toml")}
    return tuple(read(found[name].read_text(encoding="utf-8"), name) for name in sorted(found))


def named(name: str) -> Profile:
    """A ready profile by name, or the file at a path ending in `.toml`; raises `profile.unknown`, `profile.wrong`."""
    if name.endswith(".toml"):
        return read(Path(name).read_text(encoding="utf-8"), Path(name).name)
    for profile in ready():
        if profile.name == name:
            return profile
    raise Problem("profile.unknown", field="profile", profile=name, names=[profile.name for profile in ready()])


def read(text: str, file: str) -> Profile:
    """Decode and check a profile: every kind must be reachable from the top, no kind may stand under itself."""
    try:
        profile = msgspec.convert(tomllib.loads(text), Profile, dec_hook=decode_text)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise Problem("profile.wrong", field="profile", file=file, detail=str(error)) from error
    reached = {"top"}
    while more := {kind for kind, parents in profile.under.items() if set(parents) & reached} - reached:
        reached |= more
    lost = sorted(set(profile.under) - reached)
    if lost or "top" in profile.under:
        raise Problem("profile.wrong", field="profile", file=file, detail=f"[under] {', '.join(lost) or 'top'}")
    if not reached & {"branch", "grassroots_branch"}:
        raise Problem("profile.wrong", field="profile", file=file, detail="[under] branch, grassroots_branch")
    return msgspec.structs.replace(profile, name=file.removesuffix(".toml"))

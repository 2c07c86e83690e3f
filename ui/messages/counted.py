"""Sentences about a number of things, which English says in two ways."""

from msgspec import Struct


class Counted(Struct, frozen=True):
    """`by` names the fact that counts, shown as %(num)s; `less` names one to take off first (need − got)."""

    by: str
    one: str
    less: str = ""


def ngettext(one: str, many: str, by: str, less: str = "") -> Counted:
    """A counted sentence. It bears this name so that its text is collected as a plural; it is translated when shown."""
    return Counted(by, one, less)

"""The platform's default notice. A changed text gets a new number; the earlier files stay, people have read them."""

from datetime import date
from functools import cache
from importlib.resources import files

NUMBER = 1
PUBLISHED = {1: date(2026, 11, 21)}  # the day of each number
KEY = f"default-{NUMBER}"


@cache
def text(number: int, locale: str) -> str:
    """The default of that number, with `{union}` where the union's name belongs."""
    return (files("core.notices") / "texts" / f"{number}.{locale}.txt").read_text(encoding="utf-8")


def filled(number: int, locale: str, union: str) -> str:
    """The default as a union publishes it."""
    return text(number, locale).replace("{union}", union)

"""What the commands share: refusals in plain words, answers as text or JSON, variables of the environment."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
import msgspec
from asyncpg.exceptions import PostgresError

from core.errors import Problem
from ui import complaints

BY = click.option("--by", default=getpass.getuser, help="Ai làm việc này (ghi vào nhật ký vận hành).")
JSON = click.option("--json", "as_json", is_flag=True, help="In JSON cho kịch bản.")


@contextmanager
def plainly() -> Iterator[None]:
    """A refusal becomes one clear paragraph and exit code 1, never a traceback."""
    try:
        yield
    except (Problem, PostgresError, OSError, ValueError) as error:
        click.secho(complaints.explain(error), fg="red", err=True)
        raise SystemExit(1) from None


def say(as_json: bool, answer: object, text: str) -> None:
    """Answer a person or a script."""
    click.echo(msgspec.json.encode(answer).decode() if as_json else text)


def variable(name: str) -> str:
    """A variable of the environment; raises `settings.missing`."""
    value = os.environ.get(name, "")
    if not value:
        raise Problem("settings.missing", variable=name)
    return value

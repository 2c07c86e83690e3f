"""The one exception the domain raises: a stable code with facts, never a sentence.

The interface turns codes into sentences (`ui/problems.py`); a test holds every code to a translation.
"""

from collections.abc import Callable, Mapping, Sequence


class Problem(Exception):
    """A refusal that a person can act on.

    `code` is stable public API (`registration.too-few-items`); `facts` are plain values for the sentence;
    `field` names the input it belongs to (`solution.do_1`); `problems` collects several at once.
    """

    status = 422

    def __init__(
        self, code: str, *, field: str | None = None, problems: Sequence["Problem"] = (), **facts: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.problems = tuple(problems)
        self.facts: Mapping[str, object] = facts

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {dict(self.facts)!r})"


class NotFound(Problem):
    """The thing does not exist, or is not yours: outsiders get the same answer for both."""

    status = 404


class Forbidden(Problem):
    """Yours to see, but not to do; `code` says why."""

    status = 403


class Stale(Problem):
    """Somebody else changed it meanwhile. `facts` carry `theirs`, the stored values, beside the form's own."""

    status = 409


def check_all(*checks: Callable[[], object]) -> None:
    """Run every check, so that a form names all it refuses at once: one Problem as it is, several in one."""
    found: list[Problem] = []
    for check in checks:
        try:
            check()
        except Problem as problem:
            found.append(problem)
    if len(found) == 1:
        raise found[0]
    if found:
        raise Problem("form.refused", problems=found)

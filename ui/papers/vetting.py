"""What a template of a tenant may say: a small part of Jinja over known fields, judged before anything of it runs.

No call, no assignment, no arithmetic, no name that begins with "_"; loops run over lists of the paper only, the inner
ones over lists of their own row. So no template can work longer than its paper is long. A name that is no field is
reported with the nearest one that is.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import msgspec
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ui.papers.fields import GROUP, LINES, ROWS, TEXT, Field

MOST = 2_000_000  # letters of one part, markup included
MOST_NODES, DEPTH, LOOPS = 20_000, 60, 3
MOST_LITERAL, MOST_WHOLE = 200, 10_000
MOST_NAMED = 30  # faults told at once
FILTERS = ("upper", "lower", "trim", "default", "join", "length", "first", "last", "escape", "e")
TESTS = ("even", "odd", "none")
LOOP = ("index", "index0", "revindex", "first", "last", "length")
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter, nodes.For,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Concat,
)  # fmt: skip


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a template. `code` has its sentence in `ui/messages`; `near` is the field that was probably
    meant."""

    code: str
    what: str = ""
    near: str = ""


class Vetted(msgspec.Struct, frozen=True):
    """The outcome: what is wrong, and which fields are used."""

    faults: tuple[Fault, ...]
    used: tuple[str, ...]


class Refusal(Exception):
    """The template does what no template may."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, what[:80])


def environment() -> Environment:
    """Jinja with nothing in it but the allowed filters; what is not known is an error, never an empty place."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made


def vet(env: Environment, sources: Sequence[str], fields: Sequence[Field]) -> Vetted:
    """Judge all parts of a template together."""
    judge = _Judge(fields)
    for source in sources:
        judge.read(env, source)
    return Vetted(tuple(dict.fromkeys(judge.faults))[:MOST_NAMED], tuple(sorted(judge.used)))


def missing(fields: Sequence[Field], used: Sequence[str], prefix: str = "") -> Iterator[str]:
    """The important fields that a template does not use; of an unused list its name alone."""
    for field in fields:
        path = f"{prefix}{field.name}"
        if field.important and path not in used:
            yield path
        elif field.kind == ROWS and path in used:
            yield from missing(field.fields, used, f"{path}.")


Scope = Mapping[str, tuple[str, Field]]  # name → its path among the fields, and the field it stands for


class _Judge:
    def __init__(self, fields: Sequence[Field]) -> None:
        self.top: Scope = {field.name: (field.name, field) for field in fields}
        self.faults: list[Fault] = []
        self.used: set[str] = set()
        self.nodes = 0

    def read(self, env: Environment, source: str) -> None:
        """Judge one part."""
        try:
            if len(source) > MOST:
                raise Refusal("template.too-long")
            self._node(env.parse(source), self.top, 0, 0)
        except TemplateSyntaxError as error:
            self.faults.append(Fault("template.syntax", _said(error)))
        except RecursionError:
            self.faults.append(Fault("template.too-deep"))
        except Refusal as refusal:
            self.faults.append(refusal.fault)

    def _node(self, node: nodes.Node, scope: Scope, depth: int, loops: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEPTH:
            raise Refusal("template.too-deep")
        if not isinstance(node, ALLOWED):
            raise Refusal("template.not-allowed", _word(node))
        match node:
            case nodes.Name() | nodes.Getattr():
                self._value(node, scope)
                return
            case nodes.For():
                self._loop(node, scope, depth, loops)
                return
            case nodes.Output():
                self._printed(node, scope)
            case nodes.Const():
                _check_literal(node.value)
            case nodes.Filter():
                _check_filter(node)
            case nodes.Test() if node.name not in TESTS or node.args or node.kwargs:
                raise Refusal("template.not-allowed", node.name)
        for child in node.iter_child_nodes():
            self._node(child, scope, depth + 1, loops)

    def _loop(self, node: nodes.For, scope: Scope, depth: int, loops: int) -> None:
        if loops >= LOOPS or node.recursive or not isinstance(node.target, nodes.Name):
            raise Refusal("template.loop", "for")
        steps = _steps(node.iter)
        if steps is None:
            raise Refusal("template.loop", "for")
        found = self._find(steps, scope)
        name = node.target.name
        if name.startswith("_") or name in ("loop", *self.top):
            raise Refusal("template.loop", name)
        inner = dict(scope)
        if found is None:  # told already; what its rows have cannot be known
            inner[name] = ("", Field(name=name, about="", kind="unknown"))
        else:
            path, field = found
            if field.kind not in (ROWS, LINES):
                raise Refusal("template.no-list", ".".join(steps))
            if loops and steps[0] in self.top:
                raise Refusal("template.loop", ".".join(steps))
            kind = GROUP if field.kind == ROWS else TEXT
            inner[name] = (path, Field(name=name, about="", kind=kind, fields=field.fields))
        inner["loop"] = ("", Field(name="loop", about="", kind=GROUP, fields=tuple(map(_plain, LOOP))))
        for child in (*([node.test] if node.test else []), *node.body):
            self._node(child, inner, depth + 1, loops + 1)
        for child in node.else_:
            self._node(child, scope, depth + 1, loops)

    def _value(self, node: nodes.Node, scope: Scope) -> None:
        steps = _steps(node)
        if steps is None:
            raise Refusal("template.not-allowed", ".")
        self._find(steps, scope)

    def _printed(self, node: nodes.Output, scope: Scope) -> None:
        """A list has no text of its own: it is gone through, joined or counted."""
        for child in node.nodes:
            steps = _steps(child)
            known = dict(scope)
            field = None
            for step in steps or ():
                field = known[step][1] if step in known else None
                known = {one.name: ("", one) for one in field.fields} if field and field.kind == GROUP else {}
            if field and field.kind in (ROWS, LINES, GROUP):
                self.faults.append(Fault("template.is-list", ".".join(steps or ())[:80]))

    def _find(self, steps: Sequence[str], scope: Scope) -> tuple[str, Field] | None:
        """The field that a path means; a fault with the nearest name where it means none."""
        said = ".".join(steps)
        if any(step.startswith("_") for step in steps):
            raise Refusal("template.not-allowed", said)
        known, path, field, before = scope, "", None, ""
        for step in steps:
            if field is not None and field.kind == "unknown":
                return None
            if step not in known:
                near = get_close_matches(step, list(known), 1, 0.5) or _elsewhere(step, scope)
                self.faults.append(Fault("template.unknown-field", said[:80], f"{before}{near[0]}" if near else ""))
                return None
            path, field = known[step]
            before = f"{before}{step}."
            self.used.add(path)
            inside = field.fields if field.kind == GROUP else ()
            known = {one.name: (f"{path}.{one.name}" if path else "", one) for one in inside}
        return (path, field) if field is not None else None


def _elsewhere(step: str, scope: Scope) -> list[str]:
    """The nearest among the fields one level further in."""
    deeper = {f"{name}.{one.name}": one.name for name, (_, field) in scope.items() for one in field.fields}
    near = get_close_matches(step, list(deeper.values()), 1, 0.7)
    return [path for path, name in deeper.items() if near and name == near[0]][:1]


def _steps(node: nodes.Node) -> list[str] | None:
    """`a.b.c` as its steps, None for anything else."""
    steps: list[str] = []
    while isinstance(node, nodes.Getattr):
        steps.insert(0, node.attr)
        node = node.node
    return [node.name, *steps] if isinstance(node, nodes.Name) and len(steps) < DEPTH else None


def _check_literal(value: object) -> None:
    if isinstance(value, str) and len(value) <= MOST_LITERAL:
        return
    if value is None or (isinstance(value, int) and abs(value) <= MOST_WHOLE):
        return
    raise Refusal("template.not-allowed", str(value)[:40])


def _check_filter(node: nodes.Filter) -> None:
    literal = all(isinstance(one, nodes.Const) and isinstance(one.value, str) for one in node.args)
    if node.name not in FILTERS or node.kwargs or node.dyn_args or node.dyn_kwargs or not literal:
        raise Refusal("template.filter", node.name)


def _plain(name: str) -> Field:
    return Field(name=name, about="")


def _word(node: nodes.Node) -> str:
    """What a template's author would call what is not allowed."""
    name = getattr(node, "name", None)
    return name if isinstance(name, str) else type(node).__name__.lower()


def _said(error: TemplateSyntaxError) -> str:
    return (error.message or "")[:80]

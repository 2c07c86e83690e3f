"""Names that a worked case uses and the rules do not have: such a case would prove nothing, however it ends."""

from collections.abc import Callable, Iterator, Mapping

from core.packs.patching import active
from core.packs.problems import shown
from core.packs.schema import Pack

Table = Mapping[str, object]
Fault = tuple[str, str, str]  # key path, found, wanted
# What a case may name wrongly on purpose: the refusal that it then expects.
MEANT = {
    "criterion": ("registration.unknown-criterion", "assessment.not-registered"),
    "level": ("assessment.unknown-level",),
    "mark": ("assessment.unknown-mark",),
    "stage": ("assessment.unknown-stage",),
}
KEYS, VALUE, VALUES = "keys", "value", "values"  # where in a fact the names stand
# For each kind of case: the fact, where its names stand, what they name.
GIVEN: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "registration": (("items", KEYS, "criterion"), ("points", KEYS, "criterion")),
    "suggestions": (("criterion", VALUE, "criterion"),),
    "variant": (("stage", VALUE, "stage"),),
    "report": (("report", VALUE, "report"),),
    "targets": (("figures", KEYS, "target"),),
    "rate": (
        ("items", KEYS, "criterion"), ("level", VALUE, "level"), ("prerequisites", KEYS, "prerequisite"),
        ("violations", KEYS, "entry"), ("voices", VALUES, "stage"), ("missing", VALUES, "stage"),
    ),
    "assessment": (
        ("stage", VALUE, "stage"), ("items", VALUES, "criterion"), ("marks", KEYS, "criterion"),
        ("marks", VALUES, "mark"), ("registered", KEYS, "criterion"), ("points", KEYS, "criterion"),
        ("explanations", KEYS, "criterion"), ("level", VALUE, "level"), ("computed", VALUE, "level"),
        ("prerequisites", KEYS, "prerequisite"),
    ),
}  # fmt: skip
EXPECTED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "offer": (("keys", VALUES, "criterion"), ("required", VALUES, "criterion"), ("wording", KEYS, "criterion")),
    "rate": (("level", VALUE, "level"), ("computed", VALUE, "level")),
    "targets": (("", KEYS, "target"),),
}


def unknown(rules: Pack, kind: str, given: Table, expect: Table) -> Iterator[Fault]:
    """Every name of a case that the rules do not have, with its key path and what could stand there. `given` may name
    something wrongly if `expect` says that it is refused."""
    meant = _meant(expect)
    for side, table, uses in (("given", given, GIVEN), ("expect", expect, EXPECTED)):
        for fact, where, sort in uses.get(kind, ()):
            if side == "given" and sort in meant:
                continue
            names = KNOWN[sort](rules)
            for place, name in _names(table if not fact else table.get(fact), where):
                if name not in names:
                    path = ".".join(part for part in (side, fact, place) if part)
                    yield path, shown(name), "one of " + (", ".join(sorted(names)) or "nothing")
    yield from _inside(rules, kind, given)


def removed(rules: Pack, paths: tuple[str, ...]) -> Iterator[Fault]:
    """Key paths that a case takes out and that lead nowhere."""
    for index, path in enumerate(paths):
        yield from _path(f"remove[{index}]", rules, path)


def _meant(expect: Table) -> set[str]:
    problems = expect.get("problems")
    codes = {str(one).partition("@")[0] for one in problems} if isinstance(problems, list) else set()
    return {sort for sort, refusals in MEANT.items() if codes & set(refusals)}


def _names(fact: object, where: str) -> Iterator[tuple[str, str]]:
    """Each name with its place inside the fact; an empty one names nothing."""
    if where == VALUE and isinstance(fact, str) and fact:
        yield "", fact
    elif where == KEYS and isinstance(fact, Mapping):
        yield from ((key, key) for key in fact if key != "refused")
    elif where == VALUES and isinstance(fact, Mapping):
        yield from ((key, value) for key, value in fact.items() if isinstance(value, str) and value)
    elif where == VALUES and isinstance(fact, list):
        yield from ((str(index), value) for index, value in enumerate(fact) if isinstance(value, str))


def _inside(rules: Pack, kind: str, given: Table) -> Iterator[Fault]:
    """Names that depend on another one: the columns of a report, a key path."""
    values, report = given.get("values"), active(rules.reports).get(str(given.get("report")))
    if kind == "report" and report is not None and isinstance(values, Mapping):
        columns = active(report.columns)
        for key in values:
            if key not in columns:
                yield f"given.values.{key}", shown(key), "one of " + ", ".join(columns)
    if kind == "data":
        yield from _path("given.at", rules, str(given.get("at", "")))


def _path(place: str, rules: Pack, path: str) -> Iterator[Fault]:
    found: object = rules
    for step in filter(None, path.split("/")):
        known = found if isinstance(found, Mapping) else getattr(found, "__struct_fields__", ())
        if step not in known:
            yield place, shown(path), f"instead of “{step}” one of " + (", ".join(known) or "nothing")
            return
        found = found[step] if isinstance(found, Mapping) else getattr(found, step)


def _entries(rules: Pack) -> set[str]:
    """Registers, and registers with a kind of entry, as violations are counted."""
    found = active(rules.registers)
    return set(found) | {f"{key}:{choice}" for key, one in found.items() for choice in one.choices}


KNOWN: Mapping[str, Callable[[Pack], set[str]]] = {
    "criterion": lambda rules: set(active(rules.criteria)),
    "level": lambda rules: set(active(rules.scale.levels)),
    "mark": lambda rules: set(active(rules.marks)),
    "stage": lambda rules: set(active(rules.stages)),
    "prerequisite": lambda rules: set(active(rules.scale.prerequisites)),
    "entry": _entries,
    "report": lambda rules: set(active(rules.reports)),
    "target": lambda rules: set(active(rules.targets)),
}

"""Audiences nobody is in, criteria that cannot be registered, parts and proofs that lead nowhere."""

from collections.abc import Iterator

from core.packs.patching import active
from core.packs.problems import LintFinding, error, notice
from core.packs.schema import Audience, Pack


def check(rules: Pack) -> Iterator[LintFinding]:
    """Everything about who is meant and what they register."""
    if rules.subject.kind == "cadre" and not (rules.subject.committees or rules.subject.full_time):
        yield error("subject.nobody", "subject", "no committee and no full-time post", "committees or full_time")
    for place, audience in _audiences(rules):
        seated = audience.kinds or audience.titles or audience.full_time is not None
        if rules.subject.kind == "member" and seated:
            yield error("audience.nobody", place, "positions, but members are enrolled", "occupations, blocks or age")
    for key, criterion in active(rules.criteria).items():
        group = rules.groups.get(criterion.group)
        if criterion.part and group is not None and criterion.part not in group.parts:
            place = f"criteria.{key}.part"
            yield error("criteria.unknown-part", place, criterion.part, "one of " + ", ".join(group.parts))
        if criterion.evidence and criterion.evidence not in active(rules.registers):
            wanted = "one of " + ", ".join(active(rules.registers))
            yield error("criteria.unknown-register", f"criteria.{key}.evidence", criterion.evidence, wanted)
    yield from _minimums(rules)
    yield from _points(rules)


def _audiences(rules: Pack) -> Iterator[tuple[str, Audience]]:
    for key, criterion in active(rules.criteria).items():
        if criterion.audience:
            yield f"criteria.{key}.audience", criterion.audience
        if criterion.required_for:
            yield f"criteria.{key}.required_for", criterion.required_for
        for kind in ("advice", "stricter"):
            for name, entry in active(getattr(criterion, kind)).items():
                yield f"criteria.{key}.{kind}.{name}.audience", entry.audience


def _minimums(rules: Pack) -> Iterator[LintFinding]:
    """What a sheet needs must be on offer to everybody, those included whom no special audience names."""
    rule, groups, criteria = rules.registration, active(rules.groups), active(rules.criteria).values()
    for_all = [one.group for one in criteria if one.audience is None]
    if rule.items_max is not None and rule.items_max < rule.items_min:
        yield error("registration.maximum-below", "registration.items_max", str(rule.items_max), f"{rule.items_min}")
    if rule.items_min > len(for_all) and criteria:
        found = f"{rule.items_min}, but {len(for_all)} for everybody"
        yield error("registration.minimum-above", "registration.items_min", found, f"{len(for_all)} at most")
    needs = {group: 1 for group in groups} if rule.every_group else {}
    for group, need in {**needs, **rule.per_group_min}.items():
        place = f"registration.per_group_min.{group}"
        if group not in groups:
            yield error("registration.unknown-group", place, group, "one of " + ", ".join(groups))
        elif need > for_all.count(group):
            found = f"{need}, but {for_all.count(group)} for everybody"
            yield error("registration.minimum-above", place, found, f"{for_all.count(group)} at most")
    must = sum(one.required_for is not None for one in criteria)
    if rule.items_max is not None and must > rule.items_max:
        found = f"{must} criteria somebody must register"
        yield notice("registration.maximum-below", "registration.items_max", found, f"{must} or more")


def _points(rules: Pack) -> Iterator[LintFinding]:
    """Points on the sheet and a scale by points need each other (S4-A2)."""
    by_points, points = rules.scale.by_points, rules.registration.points
    if points and not by_points:
        yield error("registration.points-idle", "registration.points", rules.scale.kind, "a scale by points")
    if by_points and not points:
        yield error("registration.no-points", "registration", "no points", "a rule for points, or a scale of names")

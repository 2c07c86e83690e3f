"""Who may do what to what: one table, read by Python (`can`) and by SQL (`where`).

action → role → (relations, states). Relations come from a closed list and are joined by `&` (all) inside
alternatives separated by `|`; what is not written is denied. Roles follow from positions, memberships and
grants read at each request, so a change acts on the next one. A generated test proves that both readers agree.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from core.errors import Forbidden, NotFound

SEGMENT = 5  # '.' and four characters: one level of a path


class Seat(msgspec.Struct, frozen=True):
    """One role at one unit, with the title that gave it; `task` is a department's."""

    role: str
    unit_id: UUID
    unit_path: str
    title: str = ""
    task: str = ""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: an account, the person behind it (if any), and the seats held today."""

    account_id: UUID
    person_id: UUID | None = None
    name: str
    seats: tuple[Seat, ...] = ()

    def has(self, *roles: str) -> bool:
        """Whether any of the roles is held anywhere."""
        return any(seat.role in roles for seat in self.seats)

    def at(self, *roles: str) -> tuple[Seat, ...]:
        """The seats of these roles."""
        return tuple(seat for seat in self.seats if seat.role in roles)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """What is acted on: where it is, whose it is, in which state it is."""

    unit_path: str = ""
    person_id: UUID | None = None
    state: str = ""


def below(path: str, root: str) -> bool:
    """Strictly below `root` in the tree; the separator keeps '0001' from swallowing '00010'."""
    return path.startswith(root + ".")


# name → (Python on seat, actor, target; SQL on {path} and {person} with ${seat} and ${me})
RELATIONS: Mapping[str, tuple[Callable[[Seat, Actor, Target], bool], str]] = {
    "self": (lambda s, a, t: a.person_id is not None and t.person_id == a.person_id, "{person} = {me}"),
    "not_self": (
        lambda s, a, t: t.person_id is None or t.person_id != a.person_id,
        "({person} is distinct from {me} or {person} is null)",
    ),
    "own_unit": (lambda s, a, t: t.unit_path == s.unit_path, "{path} = {seat}"),
    "child": (
        lambda s, a, t: below(t.unit_path, s.unit_path) and len(t.unit_path) == len(s.unit_path) + SEGMENT,
        "({path} >= {seat} || '.' and {path} < {seat} || '/' and length({path}) = length({seat}) + 5)",
    ),
    "below": (
        lambda s, a, t: below(t.unit_path, s.unit_path),
        "({path} >= {seat} || '.' and {path} < {seat} || '/')",
    ),
    # Members read what the cadres of their own and of upper units registered (S0-16).
    "above": (
        lambda s, a, t: bool(t.unit_path) and (s.unit_path + ".").startswith(t.unit_path + "."),
        "({seat} || '.' >= {path} || '.' and {seat} || '.' < {path} || '/')",
    ),
    "top": (
        lambda s, a, t: len(s.unit_path) == 4 and t.unit_path == s.unit_path,
        "({path} = {seat} and length({seat}) = 4)",
    ),
    "any": (lambda s, a, t: True, "true"),
}

ROLES = (
    "member", "committee", "secretary", "staff", "provincial_admin", "office", "department", "inspector", "guest",
    "analyst",
)  # fmt: skip
# A department does for one task what the office does; what no task names is the office's alone (clusters: S0-33).
TASKS: Mapping[str, tuple[str, ...]] = {
    "sheets": (
        "queue.read", "registration.read", "registration.validate", "assessment.voice", "session.hold", "progress.read",
    ),
    "results": ("queue.read", "registration.read", "progress.read", "results.send"),
    "reports": (
        "progress.read", "report.read", "declaration.read", "document.write", "unit_report.write",
        "unit_report.receive",
    ),
    "declarations": ("progress.read", "declaration.read", "declaration.write"),
    "people": ("unit.read", "person.read", "search.read", "enrolment.read"),
    "cluster": ("progress.read", "report.read", "declaration.read", "extension.read", "exchange.read", "nudge.send"),
}  # fmt: skip
EVERYBODYS = ("account.own", "own.read", "programme.read")  # not a matter of any task
ANY = ("*",)
OPEN = ("enrolled", "draft", "returned")
UNRESTRICTED = ("open", "inspection")  # the sorts of register that not only committees read
Rule = tuple[str, tuple[str, ...]]


def _watching(*roles: str) -> Mapping[str, Rule]:
    """These roles at their own units and everything below, the administrator (if named) anywhere."""
    return {role: ("any" if role == "provincial_admin" else "own_unit|below", ANY) for role in roles}


WATCHERS = ("committee", "staff", "office", "inspector", "department")
WATCHING = _watching(*WATCHERS, "guest", "provincial_admin")

POLICY: Mapping[str, Mapping[str, Rule]] = {
    # One's own account and work.
    "account.own": {role: ("any", ANY) for role in ROLES},
    "own.read": {role: ("self", ANY) for role in ROLES},
    "registration.write": {"member": ("self", OPEN), "committee": ("self", OPEN), "staff": ("self", OPEN)},
    "assessment.self": {role: ("self", ("validated",)) for role in ("member", "committee", "staff")},
    # The committee of the person's unit or of its parent, never himself (domain.md §8).
    "registration.read": _watching("committee", "office", "inspector", "department", "guest", "provincial_admin"),
    # A sheet on paper is entered by the committee of the person's own branch (S4-33).
    "registration.enter": {"committee": ("own_unit&not_self", OPEN)},
    "queue.read": {"committee": ("own_unit|child", ANY), "office": ("top", ANY), "department": ("top", ANY)},
    "registration.validate": {
        "committee": ("own_unit&not_self|child&not_self", ("submitted",)),
        "office": ("top&not_self", ("submitted",)),
        "department": ("top&not_self", ("submitted",)),
    },
    "assessment.voice": {
        "committee": ("own_unit&not_self|child&not_self", ("validated", "rated")),
        "office": ("top&not_self", ("validated", "rated")),
        "department": ("top&not_self", ("validated", "rated")),
    },
    "assessment.rate": {"committee": ("own_unit&not_self|child&not_self", ("validated", "rated"))},
    # The person on the level proposed for him, and the committee in answer (right of reply).
    "reply.give": {role: ("self", ANY) for role in ("member", "committee", "staff")},
    "reply.answer": {"committee": ("own_unit&not_self|child&not_self", ("rated",))},
    # A unit sends its own people's results; the parent's committee recognises or returns them. The top unit has
    # nobody above: its office prepares, its committee recognises (S0-32, domain.md §2).
    "results.send": {"committee": ("own_unit", ANY), "office": ("top", ANY), "department": ("top", ANY)},
    "results.recognise": {"committee": ("child|top", ANY)},
    "result.reopen": {"committee": ("child&not_self|top&not_self", ANY)},
    # A branch's meeting, or its committee's, that rates its people (S4-47, S4-48).
    "session.hold": {"committee": ("own_unit|child", ANY), "office": ("top", ANY), "department": ("top", ANY)},
    "published.read": {"member": ("above", ("validated", "rated", "recognised"))},
    # Without a name, about a cadre of one's own or an upper unit (S0-26); `core/feedback/asked.py` says who is asked.
    "feedback.give": {"member": ("above&not_self", ANY)},
    # Units.
    "progress.read": WATCHING,
    "report.read": WATCHING,
    # A unit's own report is written by its committee and staff, signed by its committee; the unit above takes it in,
    # returns it, or excuses from it (S0-27, S0-35).
    "unit_report.write": {
        "committee": ("own_unit", ANY),
        "staff": ("own_unit", ANY),
        "office": ("top", ANY),
        "department": ("top", ANY),
    },
    "unit_report.sign": {"committee": ("own_unit", ANY)},
    "unit_report.receive": {
        "committee": ("child", ANY),
        "staff": ("child", ANY),
        "office": ("child", ANY),
        "department": ("child", ANY),
    },
    "declaration.read": WATCHING,
    "declaration.write": {
        "committee": ("own_unit", ANY),
        "staff": ("own_unit", ANY),
        "office": ("top", ANY),
        "department": ("top", ANY),
    },
    # What is typed into an official document of the unit.
    "document.write": {
        "committee": ("own_unit", ANY),
        "staff": ("own_unit", ANY),
        "office": ("top", ANY),
        "department": ("top", ANY),
    },
    # The books of a programme; the state is the sort of book. A restricted one is for committees, the inspection's
    # included; in a committee's book nobody writes, and nowhere confirms, an entry about himself (S3-16, S3-23, S4-41).
    "register.read": {
        "committee": ("own_unit|below", ANY),
        "staff": ("own_unit|below", UNRESTRICTED),
        "office": ("own_unit|below", UNRESTRICTED),
        "inspector": ("own_unit|below", ANY),
        "provincial_admin": ("any", UNRESTRICTED),
    },
    "register.write": {
        "committee": ("own_unit&not_self|below&not_self", ANY),
        "staff": ("own_unit&not_self", UNRESTRICTED),
        "office": ("own_unit&not_self|below&not_self", UNRESTRICTED),
        "inspector": ("own_unit&not_self|below&not_self", ("inspection", "restricted")),
    },
    "register.own": {role: ("self", ANY) for role in ("member", "committee", "staff")},
    "register.confirm": {"committee": ("own_unit&not_self|child&not_self", ANY), "office": ("top&not_self", ANY)},
    # More time for a unit: its secretary asks, the committee or the office of the unit above decides.
    "extension.read": _watching(*WATCHERS, "provincial_admin"),
    "extension.ask": {"secretary": ("own_unit", ANY)},
    "extension.decide": {"committee": ("child", ANY), "office": ("child", ANY)},
    # Who looks after whom in a branch (S4-45).
    "companion.assign": {"committee": ("own_unit|child", ANY)},
    # Talks and what is hard: written by the person and his committee, read by it and the units above (S4-41, S4-44).
    "exchange.own": {role: ("self", ANY) for role in ("member", "committee", "staff")},
    "exchange.read": _watching(*WATCHERS),
    "exchange.write": {"committee": ("own_unit&not_self|child&not_self", ANY)},
    "peer.say": {"member": ("own_unit&not_self", ANY)},
    # Answered where it lies, never by oneself.
    "difficulty.answer": {"committee": ("own_unit&not_self|child&not_self", ANY), "office": ("top&not_self", ANY)},
    # Who reminds the people of a unit and of those below it of what they still owe.
    "nudge.send": _watching("committee", "staff", "office", "department"),
    # A unit's activities: its own people and those below come, its committee plans and says who was there (S4-40).
    "activity.read": {
        "member": ("above", ANY),
        "committee": ("above|below", ANY),
        "staff": ("above|below", ANY),
        "office": ("own_unit|below", ANY),
        "inspector": ("own_unit|below", ANY),
        "provincial_admin": ("any", ANY),
    },
    "activity.join": {role: ("above", ANY) for role in ("member", "committee", "staff")},
    "activity.plan": {"committee": ("own_unit", ANY)},
    "activity.mark": {"committee": ("own_unit&not_self", ANY)},
    # The unit above reviews a unit; the reviewed committee and everybody above read it (S1-21).
    "unit_review.read": _watching("committee", "staff", "office", "inspector", "provincial_admin"),
    "unit_review.give": {"committee": ("child", ANY)},
    # The plan of inspections and what they found; a unit reads what is said of it (S0-22, S3-21).
    "inspection.read": _watching("committee", "office", "inspector", "provincial_admin"),
    "inspection.write": {"committee": ("below", ANY), "office": ("below", ANY), "inspector": ("own_unit|below", ANY)},
    # A person's results over the years, for those who plan cadres: each look is kept (S0-25).
    "record.read": {
        "committee": ("own_unit&not_self|child&not_self", ANY),
        "office": ("own_unit&not_self|below&not_self", ANY),
    },
    # Who looks up units and people: those responsible for them.
    "unit.read": WATCHING,
    "person.read": WATCHING,
    "search.read": WATCHING,
    # The provincial administrator's tools.
    "unit.admin": {"provincial_admin": ("any", ANY)},
    "person.admin": {"provincial_admin": ("any", ANY)},
    "position.admin": {"provincial_admin": ("any", ANY)},
    "account.admin": {"provincial_admin": ("any", ANY)},
    "import.admin": {"provincial_admin": ("any", ANY)},
    "grant.admin": {"provincial_admin": ("any", ANY)},
    # Codes on paper for a branch's people: its secretary, and the one of the unit above.
    "account.issue": {"secretary": ("own_unit|child", ANY), "provincial_admin": ("any", ANY)},
    # Notices about personal data are written, requests about one's own data answered, by the administrator.
    "notice.admin": {"provincial_admin": ("any", ANY)},
    "data.admin": {"provincial_admin": ("any", ANY)},
    # What the rules say is nobody's secret (S0-15, S0-16); the roster is.
    "programme.read": {role: ("any", ANY) for role in ROLES},
    "pack.read": {role: ("any", ANY) for role in ("provincial_admin", "office", "inspector")},
    "programme.admin": {"provincial_admin": ("any", ANY)},
    # The papers and short texts in the place of the pack's own; packs of data for this tenant alone.
    "template.admin": {"provincial_admin": ("any", ANY)},
    "uploaded_pack.admin": {"provincial_admin": ("any", ANY)},
    "configuration.read": {role: ("any", ANY) for role in ("provincial_admin", "office", "inspector")},
    "configuration.admin": {"provincial_admin": ("any", ANY)},
    "enrolment.read": {role: ("any", ANY) for role in ("provincial_admin", "office", "department", "inspector")},
    "enrolment.admin": {"provincial_admin": ("not_self", ANY)},
    "audit.read": {"provincial_admin": ("any", ANY), "inspector": ("any", ANY)},
    # What runs in the background, and the tenant's whole data as one file.
    "message.admin": {"provincial_admin": ("any", ANY)},
    "job.read": {"provincial_admin": ("any", ANY)},
    "job.admin": {"provincial_admin": ("any", ANY)},
    "tenant.export": {"provincial_admin": ("any", ANY)},
    "clock.move": {"provincial_admin": ("any", ANY)},
    # The centre compares provinces by what they publish, decides the crosswalk, and asks provinces for things; its
    # pages exist in the tenant of the centre alone (`ui/centre.py`).
    "comparison.read": {"analyst": ("any", ANY)},
    "crosswalk.read": {"analyst": ("any", ANY)},
    "crosswalk.admin": {"analyst": ("any", ANY)},
    "steering.admin": {"analyst": ("any", ANY)},
    # The other side: a province sees what it publishes, what is asked of it, where it stands; its office answers.
    "publication.read": {role: ("any", ANY) for role in ("provincial_admin", "office", "inspector")},
    "publication.admin": {"provincial_admin": ("any", ANY)},
    "steering.read": {"provincial_admin": ("any", ANY), "office": ("any", ANY), "committee": ("top", ANY)},
    "steering.answer": {"provincial_admin": ("any", ANY), "office": ("top", ANY)},
}


def rule_of(action: str, seat: Seat) -> Rule | None:
    """What a seat may do of an action: its role's rule, for a department only within its task."""
    if seat.role == "department" and action not in (*EVERYBODYS, *TASKS.get(seat.task, ())):
        return None
    return POLICY[action].get(seat.role)


def can(actor: Actor, action: str, target: Target) -> bool:
    """Whether the actor may do `action` to `target`."""
    return any(
        _state(rule[1], target.state) and _related(rule[0], seat, actor, target)
        for seat in actor.seats
        if (rule := rule_of(action, seat))
    )


def may(actor: Actor, action: str) -> bool:
    """Whether any of the actor's roles has the action at all: what menus and route guards ask."""
    return any(rule_of(action, seat) for seat in actor.seats)


def require(actor: Actor, action: str, target: Target, *, see: str | None = None) -> None:
    """Refuse what `can` denies: 403 with a code if the actor may `see` the target, else 404."""
    if can(actor, action, target):
        return
    if see and can(actor, see, target):
        raise Forbidden(_refusal(actor, action, target), action=action, state=target.state)
    raise NotFound("access.not-found")


def where(
    actor: Actor, action: str, *, path: str, person: str = "null::uuid", state: str = "''", first: int = 1
) -> tuple[str, list[Any]]:
    """The same rule as SQL over the given columns, with its arguments numbered from `$first`."""
    args: list[Any] = [actor.person_id]
    me = f"${first}::uuid"
    parts = []
    for seat in actor.seats:
        rule = rule_of(action, seat)
        if rule is None:
            continue
        args.append(seat.unit_path)
        names = {"path": path, "person": person, "me": me, "seat": f"${first + len(args) - 1}::text"}
        related = " or ".join(
            "(" + " and ".join(RELATIONS[name][1].format(**names) for name in way.split("&")) + ")"
            for way in rule[0].split("|")
        )
        states = "" if rule[1] == ANY else f" and {state} in ({', '.join(repr(s) for s in rule[1])})"
        parts.append(f"(({related}){states} and {names['seat']} is not null)")
    return (f"(({' or '.join(parts) or 'false'}) and {me} is not distinct from {me})", args)


def holders(
    action: str, target: Target, *, role: str, task: str, seat: str, me: str, first: int = 1
) -> tuple[str, list[Any]]:
    """The table read the other way round, as SQL over seats: who may do `action` to `target`.

    `role`, `task`, `seat` (a path) and `me` (a person's id) are columns of the seats asked; arguments from `$first`.
    """
    path, person = f"${first}::text", f"${first + 1}::uuid"
    parts = []
    for name, rule in POLICY[action].items():
        if not _state(rule[1], target.state):
            continue
        tasks = [repr(key) for key, actions in TASKS.items() if action in actions] or ["null"]
        limited = name == "department" and action not in EVERYBODYS
        within = f" and {task} in ({', '.join(tasks)})" if limited else ""
        related = " or ".join(
            "(" + " and ".join(
                RELATIONS[one][1].format(path=path, person=person, me=me, seat=seat) for one in way.split("&")
            ) + ")"
            for way in rule[0].split("|")
        )  # fmt: skip
        parts.append(f"({role} = {name!r}{within} and ({related}))")
    named = f"{path} is not distinct from {path} and {person} is not distinct from {person}"
    return (f"(({' or '.join(parts) or 'false'}) and {named})", [target.unit_path, target.person_id])


def _state(states: tuple[str, ...], state: str) -> bool:
    return states == ANY or state in states


def _related(ways: str, seat: Seat, actor: Actor, target: Target) -> bool:
    return any(all(RELATIONS[name][0](seat, actor, target) for name in way.split("&")) for way in ways.split("|"))


def _refusal(actor: Actor, action: str, target: Target) -> str:
    """Why not: one's own sheet, the wrong state, or not one's task."""
    if target.person_id is not None and target.person_id == actor.person_id and not action.endswith(".self"):
        return "access.own-sheet"
    stateless = msgspec.structs.replace
    for rule in POLICY[action].values():
        for state in rule[1]:
            if can(actor, action, stateless(target, state=state)):
                return "access.wrong-state"
    return "access.not-your-task"

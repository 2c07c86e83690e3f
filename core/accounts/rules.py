"""Who may hand whom a way in, and what a grant needs: pure rules."""

from collections.abc import Iterable
from datetime import date

from core.access import TASKS, Actor, Seat
from core.errors import Problem

GRANTED = ("provincial_admin", "office", "department", "inspector", "guest")
OF_THE_CENTRE = (*GRANTED, "analyst")  # who compares provinces sits at the centre
LEADING = ("committee", "secretary", "staff")


def reaches(actor: Actor, seats: Iterable[Seat]) -> bool:
    """Whether the actor holds all that `seats` give, so that handing their owner a code gives him nothing new.

    A provincial administrator holds everything. A secretary holds what his own unit's committee may; a seat anywhere
    else is more than his, below him too: a unit sends its results itself, and its upper one only recognises them.
    """
    if actor.has("provincial_admin"):
        return True
    led = {seat.unit_path for seat in actor.at("secretary")}
    return all(seat.role == "member" or (seat.role in LEADING and seat.unit_path in led) for seat in seats)


def check_grant(
    role: str, task: str, starts_on: date | None, ends_on: date | None, today: date, *, centre: bool = False,
    cluster: str = "",
) -> date:  # fmt: skip
    """Refuse a grant that says too little or contradicts itself; returns the day it starts.

    A department needs its task, and its cluster where that is the task, a guest an end; nothing is granted for days
    gone by; analysts are the centre's alone.
    """
    if role not in (OF_THE_CENTRE if centre else GRANTED):
        raise Problem("form.unknown-choice", field="role")
    if role == "department" and task not in TASKS:
        raise Problem("grant.task-missing", field="task")
    if role == "department" and task == "cluster" and not cluster:
        raise Problem("grant.cluster-missing", field="cluster")
    if role == "guest" and ends_on is None:
        raise Problem("grant.end-missing", field="ends_on")
    start = starts_on or today
    if start < today:
        raise Problem("grant.in-the-past", field="starts_on")
    if ends_on and ends_on < start:
        raise Problem("grant.ends-before-start", field="ends_on")
    return start

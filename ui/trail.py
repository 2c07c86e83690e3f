"""Where a page about a unit stands: the way down to the unit, and the same page in other years."""

from core.access import Target, can
from core.packs.calendar import years_in
from core.programmes.queries import Programme
from core.units import queries as units
from ui.guard import Visit


async def crumbs_of(
    visit: Visit, path: str, action: str, base: str, *, state: str = ""
) -> tuple[tuple[str, str | None], ...]:
    """The units from the top down to `path`. A link for each that the reader has `action` on (in `state`); the last is
    this page. A reader of the top unit needs no trail."""
    found = await units.crumbs(visit.tx, path)
    if len(found) < 2:
        return ()
    ways = [path[:end] for end in range(4, len(path) + 1, 5)]
    linked = {way for way in ways if way != path and _sees(visit, action, way, state)}
    return tuple(
        (crumb.name, visit.shell.url(f"{base}/{crumb.id}") if way in linked else None)
        for crumb, way in zip(found, ways, strict=True)
    )


def years_of(visit: Visit, programme: Programme, rest: str) -> tuple[tuple[str, str, bool, None], ...]:
    """Tabs to the same page of the pack's other years, the newest first; none where there is one year only."""
    lines = sorted(
        (line for line in visit.programmes if line.pack_id == programme.pack_id), key=lambda line: -line.year
    )
    return tuple(
        (
            years_in(programme.rules.period, line.year),
            visit.shell.url(f"chuong-trinh/{line.slug}/{rest}"),
            line.year == programme.year,
            None,
        )
        for line in lines
        if len(lines) > 1
    )


def _sees(visit: Visit, action: str, path: str, state: str) -> bool:
    return can(visit.actor, action, Target(unit_path=path, state=state))

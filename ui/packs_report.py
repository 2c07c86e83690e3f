"""The installed rule packs on the command line: what there is, what is broken, which cases fail."""

import click

from core.errors import NotFound
from core.packs.cases import run_cases
from core.packs.catalog import BrokenPack, discover
from core.packs.installed import InstalledPack


def listing() -> int:
    """Print every pack; 1 if one is broken."""
    catalog = discover()
    for pack in catalog.packs.values():
        click.echo(f"{pack.id}  {pack.version}  {pack.rules.title.in_('vi')}")
    for broken in catalog.broken:
        _broken(broken)
    return 1 if catalog.broken else 0


def check(names: tuple[str, ...]) -> int:
    """Print findings and failing cases of the named packs (of all, if none is named); 1 if anything fails."""
    catalog = discover()
    unknown = [name for name in names if name not in catalog.packs and name not in {b.entry for b in catalog.broken}]
    if unknown:
        raise NotFound("pack.not-installed", pack=unknown[0])
    broken = [one for one in catalog.broken if not names or one.entry in names]
    for one in broken:
        _broken(one)
    passed = [_checked(pack) for pack in catalog.packs.values() if not names or pack.id in names]
    return 0 if all(passed) and not broken else 1


def _checked(pack: InstalledPack) -> bool:
    for notice in pack.notices:
        click.echo(f"{pack.id}: {notice}")
    results = run_cases(pack)
    failed = [result for result in results if not result.passed]
    for result in failed:
        click.secho(f"✗ {result.case.name}: {result.difference}", fg="red")
    click.echo(f"{pack.id} {pack.version}: {len(results) - len(failed)}/{len(results)} ví dụ đúng")
    return not failed and all(notice.waived_by for notice in pack.notices)


def _broken(broken: BrokenPack) -> None:
    click.secho(f"{broken.entry} ({broken.distribution}): không dùng được", fg="red")
    for error in broken.errors:
        click.echo(f"  {error.file} {error.place}: có {error.found}; cần {error.wanted}")

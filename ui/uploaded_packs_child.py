"""The child that judges an uploaded pack in its folder: limits first, then everything that `packs check` does."""

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from core import confined
from core.errors import NotFound, Problem
from core.packs import catalog, lint
from core.packs.cases import load_cases, run_case
from core.packs.catalog import PACK_FILE, discover
from core.packs.installed import InstalledPack
from core.packs.problems import PackError, PackRefused
from core.paper_templates import rules as slots
from core.paper_templates import word_files
from ui import packs_texts
from ui.papers import fields, samples, word_child
from ui.papers.word import Asked, Made
from ui.uploaded_packs import Judged

MOST_TOLD = 200


def main() -> None:
    """Judge the folder that is named, answer on the output."""
    root, cpu, memory = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    packs = discover().packs
    confined.limit(cpu, memory)
    out = sys.stdout.buffer
    out.write(msgspec.msgpack.encode(_judged(root, packs)))
    out.flush()


def _judged(root: Path, packs: dict[str, InstalledPack]) -> Judged:
    try:
        rules, notices = catalog.read_rules(root, None, packs)
        pack = catalog.assemble(rules, notices, root=root, entry=rules.id, package="", packs=packs, bring=lambda: None)
        faults = [*_findings(pack), *_cases(pack), *_templates(pack)]
        count = len(load_cases(pack))
        return Judged(faults=tuple(faults[:MOST_TOLD]), id=rules.id, version=rules.version, cases=count)
    except PackRefused as refused:
        return Judged(faults=refused.errors[:MOST_TOLD])
    except RecursionError:
        return Judged(faults=(PackError("pack.toml", PACK_FILE, "", "tables inside one another", "fewer levels"),))


def _findings(pack: InstalledPack) -> Iterator[PackError]:
    """What the linter says of the rules and the translations, but what the pack itself has answered."""
    texts = tuple(packs_texts.check(pack.root, pack.rules))
    for one in texts:
        if one.severity == "error":
            file, _, inside = one.place.partition(": ")
            yield PackError(one.code, file, inside, one.found, one.wanted)
    for one in lint.check(pack.rules, [text for text in texts if text.severity != "error"]):
        if one.waived_by is None:
            yield one.as_error(PACK_FILE)


def _cases(pack: InstalledPack) -> Iterator[PackError]:
    cases = load_cases(pack)
    if not cases:
        yield PackError("upload.no-cases", "cases/", "", "nothing", "at least one worked case")
    for case in cases:
        result = run_case(pack, case)
        yield from result.errors
        if not result.passed and not result.errors:
            first = result.difference.splitlines()[0]
            yield PackError("upload.case-fails", f"cases/{case.file}", case.title, first[:300], "what the case expects")


def _templates(pack: InstalledPack) -> Iterator[PackError]:
    """Word templates are for papers of this pack, harmless, and know their fields."""
    for path in sorted((pack.root / "templates").glob("*.docx")):
        name, slot = f"templates/{path.name}", path.stem
        if slot not in slots.papers(pack.rules):
            yield PackError("upload.no-such-paper", name, "", slot, "one of " + ", ".join(slots.papers(pack.rules)))
            continue
        for code, what in _faults_of(pack, slot, path.read_bytes()):
            yield PackError(code, name, what, what or "a file that is refused", "a field of this paper, a plain .docx")


def _faults_of(pack: InstalledPack, slot: str, content: bytes) -> Iterator[tuple[str, str]]:
    try:
        word_files.check(content)
        values = samples.values_of(pack.rules, slot)
        made: Made = word_child.judged(
            Asked(template=content, fields=fields.of_slot(pack.rules, slot), values=values, shown=False)
        )
    except (Problem, NotFound) as problem:
        yield problem.code, str(problem.facts.get("name", ""))
        return
    if made.refused:
        yield made.refused, ""
    yield from ((one.code, one.what) for one in made.vetted.faults)


if __name__ == "__main__":
    main()

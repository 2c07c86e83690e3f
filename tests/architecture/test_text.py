"""What no committed file may say."""

import re

# Written in pieces, so that this file passes its own test.
PLACES = re.compile("|".join(("/" + "work/", "/" + "root/", "/" + "home/[a-z]", "/" + "Users/[A-Za-z]")))
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "debian" + ".org")
REGISTRIES = re.compile("|".join(map(re.escape, HOSTS)))
LEFTOVERS = re.compile("|".join((r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b")))
SILENCED = re.compile(r"#\s*(?:no" + r"qa(?!: ?[A-Z]+\d)|type:\s*ig" + r"nore(?!\[))")


def hits(sources: dict[str, str], pattern: re.Pattern[str]) -> list[str]:
    """`file:line: text` of each match."""
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_somebodys_machine(sources):
    """No committed file names a folder of the machine on which it was written."""
    assert hits(sources, PLACES) == []


def test_no_registry_host(sources):
    """No committed file names a package registry: each user has an own."""
    assert hits(sources, REGISTRIES) == []


def test_nothing_left_for_later(python, templates):
    """Code holds no note of unfinished work."""
    assert hits(python | templates, LEFTOVERS) == []


def test_silenced_warnings_name_their_code(python):
    """A silenced warning says which one."""
    assert hits(python, SILENCED) == []


def test_no_file_is_a_drawer(python):
    """No module is called after nothing: utils, helpers, manager, base, common, misc."""
    drawers = re.compile(r"(^|/)(utils?|helpers?|managers?|base|common|misc)(\.py|/)")
    assert [name for name in python if drawers.search(name)] == []

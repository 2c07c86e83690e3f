"""What `ui/build.mjs` makes: few, small, hashed, precompressed files."""

import gzip
import json
import re

import pytest

FIRST_VISIT = 250_000
A_LARGE_PAGE = 15_000
STYLES = 45_000


@pytest.fixture
def dist(root):
    """The folder of built assets."""
    return root / "ui" / "dist"


@pytest.fixture
def manifest(dist):
    """Name in templates → file served."""
    return json.loads((dist / "manifest.json").read_text())


def test_every_name_leads_to_a_hashed_file(dist, manifest):
    """Each entry names an existing file whose name changes with its content, so it may be cached for ever."""
    assert {"main.js", "main.css", "icons.svg"} <= set(manifest)
    for file in manifest.values():
        assert (dist / file).is_file()
        assert re.search(r"-[0-9A-Za-z]{8,10}\.\w+$", file), file


def test_text_assets_are_compressed_beforehand(dist):
    """Scripts, styles and drawings have .gz and .br siblings holding the same bytes."""
    texts = [path for path in dist.rglob("*") if path.suffix in {".js", ".css", ".svg"}]
    assert texts
    for path in texts:
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
        assert path.with_name(path.name + ".br").stat().st_size < path.stat().st_size


def test_fonts_are_woff2_for_vietnamese(dist, manifest):
    """Only woff2 is served, and each weight has its Latin and its Vietnamese letters."""
    weights = {name[-9:-6] for name in manifest if name.startswith("font-")}
    assert len(weights) >= 3
    for weight in weights:
        assert {f"font-latin-{weight}.woff2", f"font-vietnamese-{weight}.woff2"} <= set(manifest)
    assert list(dist.rglob("*.woff")) == []


def test_first_visit_stays_small(dist, manifest):
    """Styles, scripts, icons and the fonts of a Vietnamese page and a large page weigh at most 250 kB."""
    weight = sum((dist / (manifest[name] + ".gz")).stat().st_size for name in ("main.js", "main.css", "icons.svg"))
    fonts = [file for name, file in manifest.items() if re.match(r"font-(latin|vietnamese)-\d", name)]
    weight += sum((dist / file).stat().st_size for file in fonts)
    assert weight + A_LARGE_PAGE <= FIRST_VISIT


def test_styles_hold_what_pages_use(dist, manifest):
    """Of the framework only the rules that some page can ask for are shipped."""
    assert (dist / (manifest["main.css"] + ".gz")).stat().st_size <= STYLES


def test_every_icon_used_is_in_the_sprite(dist, manifest, python, templates):
    """`icon("name")` in a template or a module finds its drawing."""
    sprite = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (dist / manifest["icons.svg"]).read_text()))
    used = {
        (name, icon)
        for name, text in (python | templates).items()
        if name.startswith(("ui/", "plugins/"))
        for icon in re.findall(r"\bicon\(\s*[\"']([a-z0-9-]+)[\"']", text)
    }
    assert sorted(pair for pair in used if pair[1] not in sprite) == []

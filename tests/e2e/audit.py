"""Accessibility of a page by axe-core, on a desktop and on a phone, and the pages that a person can reach."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360)
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => found.violations
  .flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`)))"""
FILE = r"/(xlsx|docx|word|pdf|csv)(\?|$)"  # without `download` where a refusal is shown as a page
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
HEIGHT = "document.documentElement.scrollHeight"


def faults(page: Page) -> list[str]:
    """What axe objects to on the page at both widths, and whether anything sticks out sideways."""
    found = []
    source = AXE.read_text(encoding="utf-8")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate(SIDEWAYS) > 0:
            found.append(f"{page.url} at {width}: scrolls sideways")
        # As tall as the page: what sticks to the edges of the window then covers nothing.
        page.set_viewport_size({"width": width, "height": page.evaluate(HEIGHT) + 200})
        page.evaluate(source)
        found += [f"{page.url} at {width}: {line}" for line in page.evaluate(RUN, RULES)]
    return found


def menu(page: Page) -> list[str]:
    """The addresses of the menu, then the person's own account."""
    own = "/" + urlsplit(page.url).path.split("/")[1] + "/tai-khoan"
    return [*_addresses(page, ".rl-side a"), own]


def links(page: Page) -> list[str]:
    """Where the links of the page's content lead, downloads and other sites left out."""
    found = [url for url in _addresses(page, "main a:not([download])") if url.startswith("/")]
    return [url for url in found if not re.search(FILE, url)]


def shape(url: str) -> str:
    """An address without what varies: one of each shape stands for the others."""
    parts = urlsplit(url)
    names = sorted(part.split("=")[0] + "=" for part in parts.query.split("&") if part)
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", parts.path)
    varying = r"(?<=_kl06-)\d{4}|/lan/\d+|(?<=ke-khai/\*/)\w+|(?<=/so/)(?!muc/)\w+(?=$|/\*)"
    return re.sub(varying, "*", path) + "?" + "&".join(names)


def _addresses(page: Page, selector: str) -> list[str]:
    read = "links => links.map(link => link.getAttribute('href') || '').filter(url => !url.startsWith('#'))"
    return list(dict.fromkeys(page.locator(selector).evaluate_all(read)))

"""Marking words: search hits whatever their diacritics, and what changed between two versions of a text."""

import re
import unicodedata
from difflib import SequenceMatcher

from markupsafe import Markup, escape


def folded(text: str) -> str:
    """Lower case without diacritics, one letter for one letter: "Đoàn" becomes "doan"."""
    letters = (unicodedata.normalize("NFD", letter)[:1] for letter in unicodedata.normalize("NFC", text))
    return "".join(letters).replace("đ", "d").replace("Đ", "D").lower()


def highlight(text: str, query: str | None) -> Markup:
    """`text` with each word of `query` marked, diacritics optional ("thuy" finds "Thúy")."""
    source = unicodedata.normalize("NFC", text)
    words = [re.escape(word) for word in folded(query or "").split()]
    if not words or len(folded(source)) != len(source):
        return escape(text)
    marked, last = Markup(""), 0
    for hit in re.finditer("|".join(words), folded(source)):
        marked += escape(source[last : hit.start()])
        marked += Markup("<mark>{}</mark>").format(source[hit.start() : hit.end()])
        last = hit.end()
    return marked + escape(source[last:])


def differences(new: str, old: str) -> Markup:
    """`new` with the words added since `old` in <ins> and those taken out in <del>."""
    before, after = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    shown = Markup("")
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            shown += escape("".join(after[k:m]))
            continue
        if j > i:
            shown += Markup("<del>{}</del>").format("".join(before[i:j]))
        if m > k:
            shown += Markup("<ins>{}</ins>").format("".join(after[k:m]))
    return shown


def initials(name: str) -> str:
    """At most three capitals for a tile: "Kiên Giang" is KG; a short name stays."""
    if len(name) <= 4:
        return name
    return "".join(word[0] for word in name.split() if word[0].isalnum())[:3].upper()

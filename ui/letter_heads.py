"""The lines at the head of a letter, in words of any language.

The library's modern messages lose the blank between two encoded words where they fold a long line ("ý kiếncủa bạn" in
every reader's list), so the lines are folded by its older `Header`, which breaks between letters and loses nothing.
"""

from email.header import Header

ENCODING, WIDEST = "utf-8", "Subject"  # the longest name that stands before such a line


def words(text: str) -> Header:
    """A line of words, as a subject is."""
    return Header(text, ENCODING, header_name=WIDEST)


def mailbox(name: str, address: str) -> Header:
    """Somebody's name and address; whatever stands in the name, the address stays one."""
    line = words(name)
    line.append(f"<{address}>", "us-ascii")
    return line

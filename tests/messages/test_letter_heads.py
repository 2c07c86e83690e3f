"""The head of a letter says in a reader's list exactly what was written."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.mime.text import MIMEText

from hypothesis import given
from hypothesis import strategies as st

from ui import letter_heads

WORDS = st.lists(st.sampled_from(("Ban", "Chấp", "hành", "đã", "trả", "lời", "ý", "kiến", "của", "–", "ĐHQGHN,", "x2")))


@given(WORDS.filter(bool).map(" ".join))
def test_a_long_subject_keeps_its_blanks(said: str) -> None:
    """However many lines it takes, none of them too long."""
    message = MIMEText("", "plain", "utf-8")
    message["Subject"] = letter_heads.words(said)
    sent = message.as_bytes()
    assert str(message_from_bytes(sent, policy=policy.default)["Subject"]) == said
    assert max(map(len, sent.splitlines())) <= 78


@given(WORDS.filter(bool).map(" ".join))
def test_a_name_with_a_comma_is_still_one_reader(name: str) -> None:
    """The name keeps its blanks, the address stands alone."""
    message = MIMEText("", "plain", "utf-8")
    message["To"] = letter_heads.mailbox(name, "bithu@example.org")
    line = message_from_bytes(message.as_bytes())["To"]
    assert str(make_header(decode_header(line))) == f"{name} <bithu@example.org>"
    (reader,) = message_from_bytes(message.as_bytes(), policy=policy.default)["To"].addresses
    assert reader.addr_spec == "bithu@example.org"

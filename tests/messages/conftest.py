"""What the tests of personal data share."""

import re

import pytest


@pytest.fixture
def form_of():
    """`form_of(html, action)`: the hidden inputs of the form that goes to an address ending in `action`."""

    def read(html: str, action: str) -> dict[str, str]:
        form = re.search(rf'<form[^>]*action="[^"]*{action}".*?</form>', html, re.S)[0]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))

    return read

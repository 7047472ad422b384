"""The wording that practitioners copy: of the stated length, with addresses of this guide, and neutral where needed."""

import re

import pytest
from macro_environment import facts, strings
from selectolax.lexbor import LexborNode

URL = facts().url
COUNT = re.compile(
    re.escape(strings()["wording_length"]).replace(r"\{count\}", r"(\d+)").replace(r"\{most\}", r"(\d+)")
)


@pytest.fixture(scope="module")
def blocks(trees) -> list[LexborNode]:
    """The blocks of ready wording on the page for practitioners."""
    found = trees["professionals/"].css("figure.guide-wording")
    assert found
    return found


@pytest.fixture(scope="module")
def texts(blocks) -> list[str]:
    """The text of each block that its button copies."""
    return [block.css_first(".guide-wording__text").text() for block in blocks]


def test_each_block_has_the_stated_length(blocks, texts):
    """The wording fits the limit of the form that it is for, and the stated number of characters is correct."""
    captions = {text: block.css_first("figcaption") for block, text in zip(blocks, texts, strict=True)}
    stated = {text: COUNT.fullmatch(" ".join(node.text().split())) for text, node in captions.items() if node}
    assert stated
    for text, found in stated.items():
        assert int(found[1]) == len(text) <= int(found[2])


def test_each_address_in_the_wording_is_of_this_guide(texts):
    """Each address to copy belongs to this guide, and no placeholder is left."""
    found = [address for text in texts for address in re.findall(r"https?://[^\s\"<]+", text)]
    assert found
    assert [address for address in found if not address.startswith(URL)] == []
    assert [text for text in texts if re.search(r"[{}]", text)] == []


def test_neutral_wording_has_only_the_neutral_address(texts):
    """The wording with a short link, which others may see, has no other address and does not name the subject."""
    neutral = [text for text in texts if f"{URL}r/" in text]
    assert neutral
    assert [text for text in neutral if text.count(URL) > 1 or "contact" in text] == []

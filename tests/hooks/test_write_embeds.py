"""Each topic gets two cards for other sites, one with its name and one that says nothing."""

from types import SimpleNamespace

import pytest
import write_embeds
from jinja2 import Environment
from write_embeds import cards, write


def topic(code, address="", title="What it is & what not"):
    """One topic, as the facts give it: with the page that answers it, or with none."""
    return {"code": code, "page": "a.md" if address else None, "address": address, "title": title}


TOPICS = {"what-is-it": topic("k7wm", "why/#what"), "not-yet": topic("2345"), "start": topic("6789", "./", "Start")}
CARDS = {
    "what-is-it": {"name": "What it is & what not", "leads": "why/#what"},
    "start": {"name": "Start", "leads": "./"},
    "k7wm": {"name": "", "leads": "r/k7wm/"},
    "6789": {"name": "", "leads": "r/6789/"},
}


def test_a_topic_has_two_cards():
    """One bears its name and leads to its place; the other has no name and leads to its short link."""
    assert cards(TOPICS) == CARDS


def test_a_topic_without_a_page_has_none():
    """Nobody shows a card that leads to nothing."""
    assert cards({"not-yet": topic("2345")}) == {}


@pytest.mark.parametrize("code", ["k7wm", "6789"])
def test_a_discreet_card_tells_nothing(code):
    """Neither the words of such a card nor its link hold a word of the topic: who looks on learns nothing."""
    assert set(cards(TOPICS)[code].values()) == {"", f"r/{code}/"}


def test_the_cards_lie_in_one_room(tmp_path):
    """Each card is a page of its own below card/, with every letter as it was given; the files are named."""
    written = write(tmp_path, {"what-is-it": "“A”", "k7wm": "B"})
    names = ["card/what-is-it/index.html", "card/k7wm/index.html"]
    assert [path.relative_to(tmp_path).as_posix() for path in written] == names
    assert [path.read_text(encoding="utf-8") for path in written] == ["“A”", "B"]


def test_mkdocs_has_them_drawn_with_the_frame(tmp_path, monkeypatch):
    """The frame is kept when it is ready, and the cards are promised; then each is drawn with it, for its own depth."""
    monkeypatch.setattr(write_embeds, "_state", {})
    env = Environment()
    frame = "{{ card.name }}|{{ card.leads }}|{{ base_url }}|{{ page }}|{{ config.extra.facts.topics | length }}"
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name}|{frame}"))
    facts = SimpleNamespace(topics=TOPICS)
    config = SimpleNamespace(site_dir=str(tmp_path), extra={"facts": facts, "promised": {"r/k7wm/"}})
    write_embeds.on_env(env, config=config, files=None)
    assert config.extra["promised"] == {"r/k7wm/", *(f"card/{name}/" for name in CARDS)}
    write_embeds.on_post_build(config=config)
    drawn = {path.parent.name: path.read_text(encoding="utf-8") for path in (tmp_path / "card").rglob("index.html")}
    assert drawn == {
        "what-is-it": "embed.html|What it is & what not|why/#what|../..|None|3",
        "start": "embed.html|Start|./|../..|None|3",
        "k7wm": "embed.html||r/k7wm/|../..|None|3",
        "6789": "embed.html||r/6789/|../..|None|3",
    }

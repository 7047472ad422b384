"""Each topic gets its neutral short link, at an address that says nothing, and no topic without a page gets one."""

from types import SimpleNamespace

import pytest
import write_short_links
from jinja2 import Environment
from write_short_links import short_links, write


def topic(code, address=""):
    """One topic, as the facts give it: with the page that answers it, or with none."""
    return {"code": code, "page": "a.md" if address else None, "address": address, "full": True}


@pytest.mark.parametrize("address", ["./", "./#start", "why/", "why/evidence/#limits"])
def test_a_short_link_opens_the_place_where_its_topic_is_answered(address):
    """The address is the topic's own: that of the built page, with the section behind it."""
    assert short_links({"a-topic": topic("k7wm", address)}) == {"k7wm": address}


def test_a_topic_without_a_page_has_no_short_link():
    """Nobody is handed a card that opens nothing."""
    assert short_links({"one": topic("k7wm"), "two": topic("2345", "why/")}) == {"2345": "why/"}


def test_the_short_links_lie_in_one_room(tmp_path):
    """Each short link is a page of its own below r/, with every letter as it was given; the files are named."""
    written = write(tmp_path, {"k7wm": "“A”", "2345": "B"})
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["r/k7wm/index.html", "r/2345/index.html"]
    assert [path.read_text(encoding="utf-8") for path in written] == ["“A”", "B"]


def test_mkdocs_has_them_drawn_with_the_frame(tmp_path, monkeypatch):
    """The frame is kept when it is ready, and the links are promised; then each is drawn with it, for its own depth."""
    monkeypatch.setattr(write_short_links, "_state", {})
    env = Environment()
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name} {{{{ topic }}}} {{{{ base_url }}}}"))
    facts = SimpleNamespace(topics={"one": topic("k7wm", "why/#a"), "two": topic("2345")})
    config = SimpleNamespace(site_dir=str(tmp_path), extra={"facts": facts, "promised": {"files/"}})
    write_short_links.on_env(env, config=config, files=None)
    assert config.extra["promised"] == {"files/", "r/k7wm/"}
    write_short_links.on_post_build(config=config)
    assert (tmp_path / "r/k7wm/index.html").read_text(encoding="utf-8") == "short_link.html why/#a ../.."
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["k7wm"]

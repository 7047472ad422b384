"""Each topic that a page answers gets a neutral short link, at an address that reveals nothing."""

from types import SimpleNamespace

import write_short_links
from factories import config, templates, topic, topics_by_slug

from core.build_state import build_state


def test_short_links_are_rendered_with_their_template(tmp_path, monkeypatch):
    """The addresses are announced when templates are ready; each page links to its topic."""
    monkeypatch.setattr(write_short_links, "_templates", {})
    found = topics_by_slug(
        topic("k7wm", "why/index.md", "a", slug="one"),
        topic("6789", "index.md", slug="start"),
        topic("2345", slug="two"),
    )
    settings = config(tmp_path, facts=SimpleNamespace(topics=found), expected={"files/"})
    write_short_links.on_env(templates("{{ topic }} {{ base_url }}"), config=settings)
    assert build_state(settings).expected == {"files/", "r/k7wm/", "r/6789/"}
    write_short_links.on_post_build(config=settings)
    written = {path.parent.name: path.read_text(encoding="utf-8") for path in (tmp_path / "r").rglob("index.html")}
    assert written == {"k7wm": "short_link.html why/#a ../..", "6789": "short_link.html ./ ../.."}

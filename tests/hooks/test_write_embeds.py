"""Each topic gets two embeds for other sites, one with its title and a neutral one."""

from types import SimpleNamespace

import write_embeds
from factories import config, templates, topic, topics_by_slug
from write_embeds import embeds

from core.build_state import build_state

TOPICS = topics_by_slug(
    topic("k7wm", "why/index.md", "what", slug="what-is-it", title="What it is & what not"),
    topic("2345", slug="not-yet"),
    topic("6789", "index.md", slug="start", title="Start"),
)
EMBEDS = {
    "card/what-is-it/": {"title": "What it is & what not", "target": "why/#what"},
    "card/start/": {"title": "Start", "target": "./"},
    "card/k7wm/": {"title": "", "target": "r/k7wm/"},
    "card/6789/": {"title": "", "target": "r/6789/"},
}


def test_a_topic_has_two_embeds():
    """One has a title and links to its page, the other has none and links to its short link; no page, no embed."""
    assert embeds(TOPICS) == EMBEDS


def test_embeds_are_rendered_with_their_template(tmp_path, monkeypatch):
    """The addresses are announced when templates are ready; each embed is written to its own folder."""
    monkeypatch.setattr(write_embeds, "_templates", {})
    text = "{{ embed.title }}|{{ embed.target }}|{{ base_url }}|{{ page }}|{{ config.extra.build.facts.topics|length }}"
    env = templates(text)
    settings = config(tmp_path, facts=SimpleNamespace(topics=TOPICS), expected={"r/k7wm/"})
    write_embeds.on_env(env, config=settings)
    assert build_state(settings).expected == {"r/k7wm/", *EMBEDS}
    write_embeds.on_post_build(config=settings)
    written = {path.parent.name: path.read_text(encoding="utf-8") for path in (tmp_path / "card").rglob("index.html")}
    assert written == {
        "what-is-it": "embed.html What it is & what not|why/#what|../..|None|3",
        "start": "embed.html Start|./|../..|None|3",
        "k7wm": "embed.html |r/k7wm/|../..|None|3",
        "6789": "embed.html |r/6789/|../..|None|3",
    }

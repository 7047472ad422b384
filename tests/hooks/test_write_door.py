"""Each topic gets its discreet door, at an address that says nothing, and no topic without a page gets one."""

from types import SimpleNamespace

import pytest
import write_door
from jinja2 import Environment
from write_door import doors, write


def topic(code, page, section=None):
    """One topic, as the facts give it."""
    return {"code": code, "page": page, "section": section, "full": True}


@pytest.mark.parametrize(
    ("page", "section", "address"),
    [
        ("index.md", None, "./"),
        ("index.md", "start", "./#start"),
        ("why/index.md", None, "why/"),
        ("why/index.md", "helps", "why/#helps"),
        ("why/evidence.md", "limits", "why/evidence/#limits"),
        ("sessions.md", None, "sessions/"),
        ("how/myindex.md", None, "how/myindex/"),
        ("how/a.mdx.md", None, "how/a.mdx/"),
    ],
)
def test_a_door_opens_the_place_where_its_topic_is_answered(page, section, address):
    """The address is that of the built page, with the section behind it."""
    assert doors({"a-topic": topic("k7wm", page, section)}) == {"k7wm": address}


def test_a_topic_without_a_page_has_no_door():
    """Nobody is handed a card that opens nothing."""
    assert doors({"one": topic("k7wm", None), "two": topic("2345", "why.md")}) == {"2345": "why/"}


def test_the_doors_lie_in_one_room(tmp_path):
    """Each door is a page of its own below r/, with every letter as it was given; the files are named."""
    written = write(tmp_path, {"k7wm": "“A”", "2345": "B"})
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ["r/k7wm/index.html", "r/2345/index.html"]
    assert [path.read_text(encoding="utf-8") for path in written] == ["“A”", "B"]


def test_mkdocs_has_them_drawn_with_the_frame(tmp_path, monkeypatch):
    """The frame is kept when it is ready; when all is built each door is drawn with it, for its own depth."""
    monkeypatch.setattr(write_door, "_state", {})
    env = Environment()
    monkeypatch.setattr(env, "get_template", lambda name: env.from_string(f"{name} {{{{ topic }}}} {{{{ base_url }}}}"))
    facts = SimpleNamespace(topics={"one": topic("k7wm", "why.md", "a"), "two": topic("2345", None)})
    write_door.on_env(env, config=None, files=None)
    write_door.on_post_build(config=SimpleNamespace(site_dir=str(tmp_path), extra={"facts": facts}))
    assert (tmp_path / "r/k7wm/index.html").read_text(encoding="utf-8") == "door.html why/#a ../.."
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["k7wm"]

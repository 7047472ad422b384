"""A small guide whose practice has an application form, and copies of its page with other kinds of forms."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from macro_environment import html, render, settings
from site_factory import build, make_project, page

from core.facts import Facts, load
from core.settings import ApplyFields

BLOCK = re.compile(r'<div class="guide-application"[^>]*>.*?</div>', re.DOTALL)
TOPICS = {"what-is-it": "What it is & what not", "other-text": "Another, much longer title of a text of the guide"}
SESSIONS = "7m3c"  # the code of the short link to the page with the form
TOPICS_YML = f"""\
  other-text: {{code: vwf5, title: "{TOPICS["other-text"]}", group: why, page: other.md, full: true, apply: true}}
  apply-session: {{code: {SESSIONS}, title: Applying, group: help, page: sessions.md, full: true}}
  not-yet:"""


@dataclass(frozen=True)
class Form:
    """A form that a practice may use: the page that links to it, its address, and its names for the fields sent."""

    path: str
    url: str
    topic: str
    language: str
    code: str

    @property
    def fields(self) -> dict[str, str]:
        return {"topic": self.topic, "language": self.language, "code": self.code}


PLAIN = Form("/sessions/", "https://forms.example/new?from=guide&list[]=a%20b#start", "topic", "lang", "ref-code")
FORMS = {
    "plain": PLAIN,
    "jotform": Form("/jotform/", "https://form.jotform.com/240000000", "topic", "q2_language", "q3_code"),
    "google": Form(
        "/google/", "https://docs.google.com/forms/d/e/x/viewform?usp=pp_url", "entry.1", "entry.2", "entry.3"
    ),
}


def build_with_forms(folder: Path) -> Path:
    """Build the guide with the plain form, and add a copy of its page for each other form; returns the site."""
    sessions = page("Sessions", "## Fit\n\n## The form { #form }\n\n## Apply\n\n{{ apply() }}")
    pages = {"sessions.md": sessions, "how.md": page("How", "They may hoover.")}
    pages |= {"take/first-message.md": page("A first message")}
    root = make_project(folder, pages, edits={"data/topics.yml": ("  not-yet:", TOPICS_YML)})
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    for name, value in {"apply_url": f'"{PLAIN.url}"', "apply_fields": PLAIN.fields}.items():
        text, count = re.subn(rf"^    {name}:.*", f"    {name}: {value}", text, flags=re.MULTILINE)
        assert count == 1, name
    file.write_text(text, encoding="utf-8")
    done = build(root)
    assert done.code == 0, done.output
    whole = done.read_page("sessions")
    known = load(root, settings()["extra"]["practice"], url="https://guide.example/")
    for form in FORMS.values():
        block = _form_block(known, form)
        if form == PLAIN:
            assert BLOCK.findall(whole) == [block]
        else:
            copy = done.site / form.path.strip("/") / "index.html"
            copy.parent.mkdir()
            copy.write_text(BLOCK.sub(lambda _, block=block: block, whole), encoding="utf-8")
    return done.site


def _form_block(known: Facts, form: Form) -> str:
    """The part of the page about sessions that leads to a form."""
    values = {"apply_url": form.url, "apply_fields": ApplyFields(**form.fields), "name": "Sam Roe"}
    markdown, messages = render("{{ apply() }}", replace(known, practice=known.practice.model_copy(update=values)))
    assert not messages
    (block,) = BLOCK.findall(html(markdown))
    return block

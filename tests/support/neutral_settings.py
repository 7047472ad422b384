"""Our mkdocs.yml with the settings of the tests, so that no test depends on what an owner fills in."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRACTICE = (ROOT / "tests" / "sample" / "practice.yml").read_text(encoding="utf-8")
SITE_URL = "https://guide.example/"


def neutral_settings() -> str:
    """Return the text of mkdocs.yml, with the address and the practice of the tests in place of the owner's."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text, addresses = re.subn(r"^site_url: \S+", f"site_url: {SITE_URL}", text, flags=re.M)
    text, practices = re.subn(r"^  practice:\n(?:    .*\n)+", lambda _: PRACTICE, text, flags=re.M)
    assert (addresses, practices) == (1, 1), "mkdocs.yml has changed; adapt tests/support/neutral_settings.py"
    return text

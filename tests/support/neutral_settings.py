"""Our mkdocs.yml with the settings of the tests, so that no test depends on what an owner fills in."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRACTICE = (ROOT / "tests" / "sample" / "practice.yml").read_text(encoding="utf-8")
SITE_URL = "https://guide.example/"
EXTRA = "extra:\n  release: !ENV [GUIDE_RELEASE, false]\n"
THEME = """theme:
  name: material
  custom_dir: overrides
  static_templates: [robots.txt]
  language: en
"""


def neutral_settings() -> str:
    """Return the text of mkdocs.yml with the address, practice and look of the tests in place of the owner's."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text, addresses = re.subn(r"^site_url: \S+", f"site_url: {SITE_URL}", text, flags=re.M)
    text, extras = re.subn(r"^extra:\n(?:  .*\n)+", lambda _: EXTRA + PRACTICE, text, flags=re.M)
    text, themes = re.subn(r"^theme:\n(?:  .*\n)+", lambda _: THEME, text, flags=re.M)
    assert (addresses, extras, themes) == (1, 1, 1), "mkdocs.yml has changed; adapt tests/support/neutral_settings.py"
    return re.sub(r"^(copyright|site_author|extra_css|extra_javascript):.*\n(?:[ -].*\n)*", "", text, flags=re.M)

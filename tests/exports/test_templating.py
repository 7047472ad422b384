"""Templates of the downloads escape text, refuse what is missing, and write dates as readers do."""

import pytest
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from exports import templating


@pytest.fixture
def template(monkeypatch):
    """One template that shows a text and a part of HTML."""
    loader = DictLoader({"a.html": "<p>{{ text }}</p>{{ part }}"})
    monkeypatch.setattr(templating, "_environment", templating._environment.overlay(loader=loader))


def test_text_is_escaped_and_markup_is_not(template):
    """What an editor types is shown as it is; what the exports made is HTML."""
    html = templating.render_template("a.html", text="More > less & so", part=Markup("<b>now</b>"))
    assert html == "<p>More &gt; less &amp; so</p><b>now</b>"


def test_a_missing_value_is_refused(template):
    """A download with a gap in it is never made."""
    with pytest.raises(UndefinedError, match="'part' is undefined"):
        templating.render_template("a.html", text="Here.")
